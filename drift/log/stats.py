"""What a log has done so far, as counts that add up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """Counts of rows since the log was opened in this process.

    Attributes
    ----------
    accepted : int
        `write` took them.
    written : int
        Of these: in a file, flushed to the disk.
    waiting : int
        Of these: in memory still.
    failed : int
        Of these: given up, because the disk took nothing until the log was closed.
    dropped : int
        Not accepted: memory was full, or the log closed.
    refused : int
        Not accepted: no row could be made of what was given.
    errors : int
        How often writing or sending a file failed. Either is tried again.
    last_error : str or None
        What the last failure said.
    lost_before : int
        Rows that earlier processes accepted and did not come to write, found when the log was opened.
    unsent : int
        Files, not rows, that are on the disk and wait to be sent to the store; 0 where the log is a folder.

    Examples
    --------
    >>> Stats(accepted=10, written=7, waiting=3).accepted
    10
    """

    accepted: int = 0
    written: int = 0
    waiting: int = 0
    failed: int = 0
    dropped: int = 0
    refused: int = 0
    errors: int = 0
    last_error: str | None = None
    lost_before: int = 0
    unsent: int = 0
