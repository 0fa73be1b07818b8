"""`lookup`: what the model saw and said, after the fact."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from drift.errors import InputNotFoundError, InputUnreadableError, UsageError
from drift.log.account import Account, account
from drift.log.journal import JOURNALS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator


OWN: Final = ("request_id", "logged_at", "model", "prediction")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One row of a log.

    Attributes
    ----------
    request_id : str
        What it was asked by.
    logged_at : datetime.datetime
        When it was given to the log, in UTC.
    model : str or None
        Which model.
    prediction : object
        What it said.
    features : dict
        What it saw, by name. One that the request lacked is None, as is one that was null.
    file : str
        The file that holds it, below the log's folder.
    """

    request_id: str
    logged_at: dt.datetime
    model: str | None
    prediction: object
    features: dict[str, Any]
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a log holds of one request, and what it may have lost.

    Examples
    --------
    >>> Found(request_id="r-1", rows=(), files=0, account=Account(writers=())).rows
    ()
    """

    request_id: str
    rows: tuple[Seen, ...]
    files: int
    account: Account


def lookup(folder: str | Path, request_id: str) -> Found:
    """Return every row of a request, the oldest first.

    Parameters
    ----------
    folder : str or Path
        The log's folder.
    request_id : str
        As it was given to `FeatureLog.write`, as text.

    Raises
    ------
    InputNotFoundError
        If there is no such folder.
    UsageError
        If it is no log's.
    InputUnreadableError
        If a file of it is damaged.

    Examples
    --------
    >>> import tempfile
    >>> from drift.log import FeatureLog
    >>> folder = tempfile.mkdtemp()
    >>> with FeatureLog(folder) as log:
    ...     accepted = log.write("r-1", {"amount": 12.5}, prediction=0.2)
    >>> [row.prediction for row in lookup(folder, "r-1").rows]
    [0.2]
    """
    top = Path(folder)
    if not top.exists():
        raise InputNotFoundError(f"{folder}: no such folder", mend="check the path")
    files = sorted(top.glob("day=*/hour=*/[!._]*.parquet"))
    if not files and not (top / JOURNALS).is_dir():
        raise UsageError(f"{folder}: is no feature log", mend="name the folder that `FeatureLog` was given")
    rows = [row for path in files for row in _rows(path, top, request_id)]
    return Found(
        request_id=request_id,
        rows=tuple(sorted(rows, key=lambda row: row.logged_at)),
        files=len(files),
        account=account(top),
    )


def _rows(path: Path, top: Path, request_id: str) -> Iterator[Seen]:
    import polars as pl  # noqa: PLC0415 - importing `drift.log` must not cost it

    try:
        found = (
            pl.scan_parquet(path, glob=False, hive_partitioning=False)
            .filter(pl.col("request_id") == request_id)
            .collect()
        )
    except FileNotFoundError:
        return  # moved away meanwhile
    except (OSError, pl.exceptions.PolarsError) as error:
        raise InputUnreadableError(
            f"{path}: cannot be read as a file of a feature log",
            seen=str(error).splitlines()[0][:300],
            mend="move it out of the log's folder, or write it again",
        ) from error
    for row in found.iter_rows(named=True):
        own = {name: row.pop(name) for name in OWN}
        yield Seen(**own, features=row, file=path.relative_to(top).as_posix())
