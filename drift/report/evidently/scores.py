"""A test of Evidently's kind that computes nothing: it looks a column's score and verdict up by its name.

Evidently gives a test the two samples, whose series carry the column's name. The score is the measurement
that drift summed the column up by, of all rows; the threshold what chance explains and what is tolerated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from evidently.legacy.calculations.stattests import StatTest, register_stattest
from evidently.legacy.core import ColumnType

from drift.report.summary import main_measurement

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drift.judge.result import ColumnResult
    from drift.record.record import Record

VERDICT: Final = "verdict"  # of a column that is in breach, or not, by no distance: 1 or 0
_BETWEEN: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What Evidently shows of a column: drift's statistic and its value, what it may be, and the verdict."""

    statistic: str
    value: float
    threshold: float
    drifted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Names of registered tests and their thresholds, by column."""

    methods: dict[str, str]
    thresholds: dict[str, float]


def score_of(column: ColumnResult) -> Score:
    """Return what is shown of a column."""
    judged, drifted = main_measurement(column), column.verdict == "breach"
    if judged is None or judged.tolerance is None:
        return Score(statistic=VERDICT, value=float(drifted), threshold=_BETWEEN, drifted=drifted)
    measured = judged.measurement
    return Score(
        statistic=measured.statistic,
        value=float(measured.value),
        threshold=float(measured.margin + judged.tolerance),
        drifted=drifted,
    )


def register_scores(record: Record, columns: Iterable[str]) -> Scores:
    """Register a test for each statistic of a run's columns: Evidently takes tests by name."""
    scores = {name: score_of(record[name]) for name in columns}
    methods = {name: f"drift-{record.run_id}-{score.statistic}" for name, score in scores.items()}
    for name, score in scores.items():
        test = StatTest(
            name=methods[name],
            display_name=f"{score.statistic}, judged by drift",
            allowed_feature_types=[ColumnType.Numerical, ColumnType.Categorical],
            default_threshold=_BETWEEN,
        )
        register_stattest(test, _looked_up(scores))
    return Scores(methods=methods, thresholds={name: score.threshold for name, score in scores.items()})


def _looked_up(scores: dict[str, Score]) -> Any:  # noqa: ANN401 - evidently ships no types
    def look_up(_reference: Any, live: Any, _kind: Any, _threshold: Any) -> tuple[float, bool]:  # noqa: ANN401
        score = scores[live.name]
        return score.value, score.drifted

    return look_up
