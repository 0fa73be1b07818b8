"""A run's document and its live profile as the bytes that a history holds, and back.

Of the profile nothing is kept that is a row: neither sample nor the hashes of keys. What follows features
over time needs counts alone.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from drift.errors import FileDamagedError
from drift.profile.archive import archive_bytes, archive_of_bytes, understood
from drift.profile.repeats import no_repeats
from drift.profile.store import profile_of_rows, profile_rows
from drift.profile.table import without_segments
from drift.record.document import to_document

if TYPE_CHECKING:
    from drift.profile.table import Profile
    from drift.record.record import Record

SIDE: Final = "live"


def pack_document(record: Record) -> bytes:
    """Return the run as JSON, compressed."""
    return zlib.compress(json.dumps(to_document(record), separators=(",", ":"), allow_nan=False).encode())


def document_of(packed: bytes, *, called: str) -> dict[str, Any]:
    """Return the run's document.

    Raises
    ------
    FileDamagedError
        If a byte of it has changed.
    """
    try:
        document: dict[str, Any] = json.loads(zlib.decompress(packed))
    except (zlib.error, ValueError) as error:
        raise damaged(called, str(error)) from error
    return document


def pack_profile(profile: Profile) -> bytes:
    """Return a live profile without rows and segments, in the form that files of ours have."""
    whole = without_segments(profile)
    bare = replace(
        whole,
        sample=profile.sample.trimmed(0),
        repeats=no_repeats(keyed=bool(profile.plan.key)),
        plan=replace(whole.plan, sample=0),
    )
    manifest, rows = profile_rows(bare, side=SIDE)
    return archive_bytes(SIDE, {"profile": manifest}, rows)


def profile_of(packed: bytes, *, called: str) -> Profile:
    """Return the live profile.

    Raises
    ------
    FileDamagedError, FileIncompatibleError
        If a byte of it has changed, or it was made on another grid.
    """
    manifest, rows = archive_of_bytes(packed, kind=SIDE, called=called)
    with understood(called, "profile"):
        return profile_of_rows(manifest["profile"], rows, side=SIDE)


def damaged(called: str, seen: str) -> FileDamagedError:
    """Return the error of a run whose bytes are not as they were written."""
    return FileDamagedError(
        f"{called}: damaged, for its bytes are not as they were written",
        seen=seen,
        mend="restore the history from a copy, or check the batch again: its run is then written anew",
    )
