"""A relation that changed: each feature alone looks right, and they go together otherwise than before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from drift.diagnose.diagnosis import Diagnosis

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_TOLD: Final = 5  # other columns in a sentence
GONE: Final = 0.1  # a correlation that is nearer to 0 is called none

# What each statistic is called in a sentence.
CALLED: Final = {
    "rank_correlation": "rank correlation",
    "correlation_ratio": "correlation ratio",
    "canonical_correlation": "canonical correlation",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """How two columns went together in training, and do in the batch.

    Attributes
    ----------
    columns : (str, str)
        The two.
    statistic : str
        What it is told by, a key of `CALLED`.
    before, now : float
        The correlation of their grades, -1 to 1.
    distance, margin, tolerance : float
        By how much the relation changed, how much of it chance explains, and how much it moves by itself.
    p_value : float or None
        How probable it is by chance that so many more rows, or fewer, lie on the same side of both middles;
        None where the margin excludes chance by itself.
    """

    columns: tuple[str, str]
    statistic: str
    before: float
    now: float
    distance: float
    margin: float
    tolerance: float
    p_value: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """Columns by which the rows of a batch are told from training's, taken together.

    Attributes
    ----------
    columns : tuple of str
        Those that it takes, two at least, the one that it takes most first.
    advantage, margin, tolerance : float
        By how much larger a share of the batch's rows is told, how much of it chance explains, and how much
        it moves by itself.
    """

    columns: tuple[str, ...]
    advantage: float
    margin: float
    tolerance: float


def diagnose_relation(column: str, related: tuple[Related, ...]) -> Diagnosis:
    """Return the diagnosis of a column that goes with others otherwise than before, as told of the batch.

    `related` are its relations, the one that changed most first.
    """
    foremost = related[0]
    other = _other(foremost, column)
    gone = "no more" if abs(foremost.now) < GONE <= abs(foremost.before) else "otherwise than before"
    names = [f"`{_other(one, column)}`" for one in related[1 : MOST_TOLD + 1]]
    more = len(related) - 1 - len(names)
    beside = (
        f", nor as before with {', '.join(names)}{f' and {more:,} more' if more else ''}" if names else ""
    )
    numbers = f"their {CALLED[foremost.statistic]} was {foremost.before:.2f} and is {foremost.now:.2f}"
    return Diagnosis(
        fault="relation",
        story=(
            f"has values of `{column}` that go {gone} with those of `{other}`{beside}, while each column "
            f"alone looks right: {numbers}"
        ),
        advice=(
            f"Ask whether rows were joined or sorted apart: `{column}` may stand beside values of other rows."
        ),
        parameters={
            "columns": [column, other],
            "statistic": foremost.statistic,
            "from": round(foremost.before, 4),
            "to": round(foremost.now, 4),
        },
    )


def diagnose_together(apart: Apart) -> Diagnosis:
    """Return the diagnosis of columns that go together otherwise, as told of the batch."""
    names = [f"`{name}`" for name in apart.columns[: MOST_TOLD + 1]]
    more = len(apart.columns) - len(names)
    beside = f" and {more:,} more" if more else f" and {names.pop()}"
    return Diagnosis(
        fault="relation",
        story=(
            f"has rows in which {', '.join(names)}{beside} go together otherwise than before, while each "
            f"column alone looks right: by these together a classifier calls a share of the batch's rows the "
            f"batch's that is larger by {apart.advantage:.2f} than that of training's"
        ),
        advice="Ask whether rows were joined, sorted or computed otherwise: these may be of other rows.",
        parameters={
            "columns": list(apart.columns),
            "statistic": "told_apart",
            "from": 0.0,
            "to": round(apart.advantage, 4),
        },
    )


def _other(one: Related, column: str) -> str:
    first, second = one.columns
    return second if first == column else first


def in_short(parameters: Mapping[str, Any]) -> str:
    """Return what happened to a relation as a sentence without its numbers.

    Examples
    --------
    >>> in_short({"columns": ["fare", "distance"], "from": 0.92, "to": 0.01})
    '`fare` no longer goes with `distance`, though each column alone looks right.'
    """
    column, other = parameters["columns"]
    gone = abs(parameters["to"]) < GONE <= abs(parameters["from"])
    how = f"no longer goes with `{other}`" if gone else f"goes with `{other}` otherwise than in training"
    return f"`{column}` {how}, though each column alone looks right."
