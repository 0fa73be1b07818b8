"""What a folder of saved runs tells of the past, without the profiles that take most of each file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.profile.archive import read_archive, understood
from drift.profile.table import Plan, profile_batches
from drift.record.document import of_document
from drift.record.history.past import past_of
from drift.record.run_file import KIND

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from drift.record.history.past import PastRun


def past_of_files(paths: Iterable[str | Path]) -> tuple[PastRun, ...]:
    """Return what is told of each saved run at once, without scores.

    Raises
    ------
    InputNotFoundError, InputUnreadableError, FileDamagedError, FileIncompatibleError
        If there is no such file, it may not be read, has a changed byte, or is something else.
    """
    nothing = profile_batches([], Plan())
    found = []
    for path in paths:
        manifest, _ = read_archive(path, kind=KIND)
        with understood(path, KIND):
            run = of_document(manifest["run"], reference_profile=nothing, live_profile=nothing)
        found.append(past_of(run))
    return tuple(found)
