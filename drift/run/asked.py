"""What a check is asked for, beside the batch and the reference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

    from drift.config import Acceptance
    from drift.record.exit_code import FailOn, Undecided
    from drift.sources.options import ReadOptions

EVIDENCE_ROWS: Final = 20  # of each finding, unless told otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a check is asked for.

    Attributes
    ----------
    batch : str
        The batch's name.
    as_of, started_at : datetime
        The time that the batch stands for, and that of the check.
    fail_on, undecided : str
        Which verdicts have which exit code.
    options : ReadOptions
        How the batch is read.
    evidence : int
        The most rows that are shown for each finding.
    remember : bool
        Whether there is a history to write the run to.
    decisions : tuple of Acceptance
        What people accepted.
    """

    batch: str
    as_of: datetime
    started_at: datetime
    fail_on: FailOn
    undecided: Undecided
    options: ReadOptions
    evidence: int
    remember: bool
    decisions: tuple[Acceptance, ...]
