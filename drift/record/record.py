"""The run: what was checked, against what, and what was found; the values behind every output."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drift.judge.result import VERDICTS, ColumnResult, Finding, SegmentResult, Verdict

if TYPE_CHECKING:
    from datetime import datetime

    from drift.profile.table import Profile
    from drift.sources.window import WindowSeen

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceInfo:
    """Which reference a batch was compared with."""

    path: str | None
    rows: int
    created_at: datetime
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveInfo:
    """Which batch was checked."""

    sources: tuple[str, ...]
    rows: int
    digest: str
    window: WindowSeen | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Record:
    """One check of one batch.

    Attributes
    ----------
    run_id, drift_version, dataset, batch : str
        Names of the run, of what made it, of the data, and of the batch.
    as_of, started_at : datetime
        The time that the batch stands for, and that of the check; in UTC.
    sensitivity, config_digest : str
        What it was judged by.
    verdict : str
        "breach", "warning", "ok" or "undecided".
    exit_code : int
        What a pipeline is told.
    reference, live : ReferenceInfo, LiveInfo
        The two sides.
    columns : tuple of ColumnResult
        Every column of both sides.
    findings : tuple of Finding
        Those of the batch as a whole; columns that went or came are told here, too.
    reference_profile, live_profile : Profile
        What the results rest on; of a loaded run with few rows of their samples.
    segments : tuple of SegmentResult
        How each level of the config's segment columns was judged.
    """

    run_id: str
    drift_version: str
    dataset: str
    batch: str
    as_of: datetime
    started_at: datetime
    sensitivity: str
    config_digest: str
    verdict: Verdict
    exit_code: int
    reference: ReferenceInfo
    live: LiveInfo
    columns: tuple[ColumnResult, ...]
    findings: tuple[Finding, ...]
    reference_profile: Profile
    live_profile: Profile
    segments: tuple[SegmentResult, ...] = ()

    @property
    def counts(self) -> dict[Verdict, int]:
        """How many columns have each verdict, all of them named."""
        found = Counter(column.verdict for column in self.columns)
        return {verdict: found[verdict] for verdict in ("ok", "warning", "breach", "undecided", "skipped")}

    @property
    def breaches(self) -> tuple[ColumnResult, ...]:
        """The columns in breach, in the order of the data."""
        return tuple(column for column in self.columns if column.verdict == "breach")

    @property
    def worst_first(self) -> tuple[ColumnResult, ...]:
        """All columns, the worst first; among equals the most important, then in the order of the data."""
        return tuple(
            sorted(self.columns, key=lambda column: (VERDICTS.index(column.verdict), -column.importance))
        )

    def __getitem__(self, name: str) -> ColumnResult:
        """Return the result of a column by its name."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)
