"""What a check recalls of past batches, and leaves for those to come: the config's `history`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from drift.judge.past_rows import PastRows
from drift.judge.sequential.drifting import Batch
from drift.judge.sequential.findings import with_drifts
from drift.judge.sequential.scores import scores_of
from drift.record.history import History
from drift.run.settings import settings_of

if TYPE_CHECKING:
    from datetime import datetime

    from drift.config import Config
    from drift.judge.live import Live
    from drift.judge.reference import Reference
    from drift.judge.result import ColumnResult
    from drift.record.history import PastRun
    from drift.run.settings import ConfigLike

ROW_COUNT: Final = "row_count"  # of a batch that had it, the number of rows teaches nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What is known of the batches before this one, in the order of the time that they stand for."""

    runs: tuple[PastRun, ...] = ()

    def batches(self, reference_digest: str) -> tuple[Batch, ...]:
        """Return what those that were compared with this reference left for the sequential check."""
        return tuple(
            Batch(
                name=run.batch,
                as_of=run.as_of,
                rows=run.rows,
                scores={name: column.scores for name, column in run.columns.items()},
            )
            for run in self.runs
            if run.reference_digest == reference_digest
        )

    @property
    def rows(self) -> tuple[PastRows, ...]:
        """How many rows they had, but for those with none, too few or too many."""
        return tuple(
            PastRows(as_of=run.as_of, rows=run.rows)
            for run in self.runs
            if run.rows and ROW_COUNT not in run.faults
        )


def history_of(reference: Reference, config: ConfigLike | None = None) -> History | None:
    """Return the history that a check looks back at; None where the config names none."""
    path = settings_of(reference, config).history
    return None if path is None else History(path)


def recall(settings: Config, *, batch: str, as_of: datetime) -> Past:
    """Return what the history tells of batches up to this time, but of this one: it may be checked again."""
    history = None if settings.history is None else History(settings.history)
    if history is None or not history.exists:
        return Past()
    runs = history.runs(settings.dataset, until=as_of)
    return Past(runs=tuple(run for run in runs if run.batch != batch))


def told_with_past(
    columns: tuple[ColumnResult, ...],
    past: Past,
    *,
    batch: str,
    live: Live,
    reference: Reference,
    settings: Config,
) -> tuple[ColumnResult, ...]:
    """Return the results with what this batch and those before it show together."""
    before = past.batches(reference.digest)
    if not before:
        return columns
    sides = reference.profile.columns, live.profile.columns
    today = Batch(
        name=batch,
        as_of=live.as_of,
        rows=live.profile.rows,
        scores={one.name: scores_of(one, *(side.get(one.name) for side in sides)) for one in columns},
    )
    return with_drifts(columns, before, today, reference, settings)
