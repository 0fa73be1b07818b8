"""Load: any file that drift wrote, as the value that it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from drift.errors import FileIncompatibleError
from drift.judge.reference_file import KIND as REFERENCE
from drift.profile.archive import archive_kind, read_archive
from drift.profile.profiled_file import KIND as PROFILE
from drift.record.run_file import KIND as RUN
from drift.run.kept import Profile, Reference
from drift.run.values import Run

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

FORMS: Final[Mapping[str, type[Reference | Profile | Run]]] = {
    REFERENCE: Reference,
    PROFILE: Profile,
    RUN: Run,
}


def load(path: str | PathLike[str]) -> Reference | Profile | Run:
    """Return what a file of drift's holds, whichever it is.

    Parameters
    ----------
    path : str or path
        What `fit`, `profile`, `merge` or `check --save` wrote.

    Returns
    -------
    Reference, Profile or Run

    Raises
    ------
    InputNotFoundError, InputUnreadableError, FileDamagedError, FileIncompatibleError
        If there is no such file, it may not be read, has a changed byte, or is none of drift's.

    Examples
    --------
    >>> import tempfile
    >>> import drift
    >>> import polars as pl
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     drift.fit(pl.DataFrame({"x": [1, 2]})).save(f"{folder}/reference.drift")
    ...     type(drift.load(f"{folder}/reference.drift")).__name__
    'Reference'
    """
    kind = archive_kind(str(path))
    if kind is None:
        kind, _ = REFERENCE, read_archive(str(path), kind="file")  # which says what it is instead
    if kind not in FORMS:
        raise FileIncompatibleError(
            f"{path}: a {kind}, which this drift does not know",
            seen=f"it knows {', '.join(FORMS)}",
            mend="upgrade drift here",
        )
    return FORMS[kind].load(path)
