"""How findings moved over past runs: each column's distance and limit, and when each fault came and went."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from drift.judge.result import VERDICTS
from drift.record.history.past import moment_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drift.judge.result import Verdict
    from drift.record.history.past import Decisive, PastColumn, PastRun

UNEXPLAINED: Final = "unexplained"  # what a finding without a diagnosis is listed as
_FOUND: Final = {"breach", "warning"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One time that a fault was there: from its first batch to its last.

    Attributes
    ----------
    fault : str
        A fault of the catalogue, or "unexplained".
    first, last : int
        The places of its first and its last batch.
    batches : int
        How many batches had it; fewer than there are between both where some could not be judged.
    accepted : int
        In how many of them it was accepted.
    ongoing : bool
        Whether the newest batch that could be judged has it.
    """

    fault: str
    first: int
    last: int
    batches: int
    accepted: int
    ongoing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """A column over all batches; lists have a place for each, None where it was not there or not measured.

    It is followed by one statistic, whatever was found of it; `decisive` is what the newest batch's worst
    finding rested on.
    """

    name: str
    verdict: Verdict
    statistic: str | None
    values: tuple[float | None, ...]
    limits: tuple[float | None, ...]
    verdicts: tuple[Verdict | None, ...]
    episodes: tuple[Episode, ...]
    decisive: Decisive | None = None

    @property
    def newest(self) -> tuple[str, float | None, float | None] | None:
        """The statistic, distance and limit that tell of the newest batch; None where no number does."""
        if self.decisive is not None:
            return self.decisive.statistic, self.decisive.value, _limit(self.decisive)
        if self.statistic is None or self.verdict in _FOUND:
            return None
        return self.statistic, self.values[-1], self.limits[-1]

    @property
    def breaches(self) -> int:
        """How many batches had it in breach."""
        return self.verdicts.count("breach")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trends:
    """The past of a dataset.

    Attributes
    ----------
    dataset : str
        Its name.
    runs : tuple of PastRun
        Its batches, in the order of the time that they stand for.
    columns : tuple of Trend
        All columns that any batch had: the worst of the newest batch first, then the most often in breach.
    batch : tuple of Episode
        The faults of batches as a whole.
    """

    dataset: str
    runs: tuple[PastRun, ...]
    columns: tuple[Trend, ...]
    batch: tuple[Episode, ...]

    @property
    def reference_changes(self) -> tuple[int, ...]:
        """The places of batches that were compared with another reference than the one before."""
        digests = [run.reference_digest for run in self.runs]
        return tuple(place for place in range(1, len(digests)) if digests[place] != digests[place - 1])

    def to_dict(self) -> dict[str, Any]:
        """Return all of it as JSON holds it."""
        return {
            "dataset": self.dataset,
            "batches": [
                {
                    "batch": run.batch,
                    "as_of": moment_text(run.as_of),
                    "run_id": run.run_id,
                    "verdict": run.verdict,
                    "rows": run.rows,
                    "reference_digest": run.reference_digest,
                }
                for run in self.runs
            ],
            "episodes": [self._told(one) for one in self.batch],
            "columns": [
                {
                    "name": column.name,
                    "verdict": column.verdict,
                    "statistic": column.statistic,
                    "values": list(column.values),
                    "limits": list(column.limits),
                    "verdicts": list(column.verdicts),
                    "decisive": asdict(column.decisive) if column.decisive else None,
                    "episodes": [self._told(one) for one in column.episodes],
                }
                for column in self.columns
            ],
        }

    def _told(self, one: Episode) -> dict[str, Any]:
        return {
            "fault": one.fault,
            "first": self.runs[one.first].batch,
            "last": self.runs[one.last].batch,
            "batches": one.batches,
            "accepted": one.accepted,
            "ongoing": one.ongoing,
        }


def trends_of(runs: Sequence[PastRun], dataset: str) -> Trends:
    """Return how a dataset's findings moved, by its runs in any order; of one batch the last run counts."""
    mine = sorted((run for run in runs if run.dataset == dataset), key=lambda run: run.started_at)
    last = {run.batch: run for run in mine}  # who is confirmed last wins, as in a history
    ordered = tuple(sorted(last.values(), key=lambda run: (run.as_of, run.batch)))
    names = dict.fromkeys(name for run in ordered for name in run.columns)
    columns = [_trend(name, ordered) for name in names]
    return Trends(
        dataset=dataset,
        runs=ordered,
        columns=tuple(sorted(columns, key=lambda one: (VERDICTS.index(one.verdict), -one.breaches))),
        batch=_episodes([(list(run.faults), []) for run in ordered]),
    )


def _trend(name: str, runs: Sequence[PastRun]) -> Trend:
    past = [run.columns.get(name) for run in runs]
    newest = next(one for one in reversed(past) if one is not None)
    return Trend(
        name=name,
        verdict=past[-1].verdict if past[-1] is not None else "skipped",
        statistic=next((one.statistic for one in reversed(past) if one and one.statistic), newest.statistic),
        values=tuple(one.value if one else None for one in past),
        limits=tuple(_limit(one) if one else None for one in past),
        verdicts=tuple(one.verdict if one else None for one in past),
        episodes=_episodes([_faults(one) for one in past]),
        decisive=past[-1].decisive if past[-1] is not None else None,
    )


def _limit(one: PastColumn | Decisive) -> float | None:
    return None if one.margin is None or one.tolerance is None else one.margin + one.tolerance


def _faults(one: PastColumn | None) -> tuple[list[str], list[str]] | None:
    """Return the faults that a batch had of a column, and those accepted; None where it could not tell."""
    if one is None or one.verdict in {"undecided", "skipped"}:
        return None
    faults = list(one.faults) or ([UNEXPLAINED] if one.verdict in _FOUND else [])
    accepted = [fault for fault in faults if fault in one.accepted or (not one.faults and one.accepted)]
    return faults, accepted


def _episodes(told: Sequence[tuple[list[str], list[str]] | None]) -> tuple[Episode, ...]:
    """Return when each fault came and went, in the order in which they came."""
    judged = [place for place, one in enumerate(told) if one is not None]
    found: list[Episode] = []
    for fault in dict.fromkeys(fault for one in told if one for fault in one[0]):
        had = [place for place in judged if fault in _of(told, place)[0]]
        order = {place: at for at, place in enumerate(judged)}
        start = 0
        for end in range(1, len(had) + 1):
            if end < len(had) and order[had[end]] == order[had[end - 1]] + 1:
                continue
            span = had[start:end]
            found.append(
                Episode(
                    fault=fault,
                    first=span[0],
                    last=span[-1],
                    batches=len(span),
                    accepted=sum(fault in _of(told, place)[1] for place in span),
                    ongoing=span[-1] == judged[-1],
                )
            )
            start = end
    return tuple(sorted(found, key=lambda one: (one.first, one.fault)))


def _of(told: Sequence[tuple[list[str], list[str]] | None], place: int) -> tuple[list[str], list[str]]:
    return told[place] or ([], [])
