"""`lookup`: what the model saw and said, after the fact."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from drift.errors import InputNotFoundError, InputUnreadableError, UsageError
from drift.log.account import Account, account
from drift.log.journal import JOURNALS
from drift.log.pieces import PIECES

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
        The file that holds it, below the log's folder or URL.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A file of a log: where it is, what it is called below the log, and how polars reaches it."""

    source: str
    name: str
    options: dict[str, Any] = field(default_factory=dict)


def lookup(folder: str | Path, request_id: str, *, spool: str | Path | None = None) -> Found:
    """Return every row of a request, the oldest first.

    Parameters
    ----------
    folder : str or Path
        The log's folder, or its URL in a store.
    request_id : str
        As it was given to `FeatureLog.write`, as text.
    spool : str or Path, optional
        Of a log in a store: the folder where its files wait on this machine. The one that a log has if it
        names none, if not given.

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
    pieces, place = _in_store(str(folder), spool) if "://" in str(folder) else _in_folder(Path(folder))
    rows = [row for piece in pieces for row in _rows(piece, request_id)]
    return Found(
        request_id=request_id,
        rows=tuple(sorted(rows, key=lambda row: row.logged_at)),
        files=len(pieces),
        account=account(place),
    )


def _in_folder(top: Path) -> tuple[list[_Piece], Path]:
    """Return the files of a log in a folder, and where its account is kept."""
    if not top.exists():
        raise InputNotFoundError(f"{top}: no such folder", mend="check the path")
    pieces = _pieces_in(top)
    if not pieces and not (top / JOURNALS).is_dir():
        raise UsageError(f"{top}: is no feature log", mend="name the folder that `FeatureLog` was given")
    return pieces, top


def _in_store(named: str, spool: str | Path | None) -> tuple[list[_Piece], Path]:
    """Return the files of a log in a store, those that wait here to be sent included."""
    from drift.log.shipper import spool_of  # noqa: PLC0415 - a log in a folder needs none of it
    from drift.stores.objects import listed, polars_options, url_in_store  # noqa: PLC0415

    url = url_in_store(named, "looking into")
    place = Path(spool) if spool is not None else spool_of(url)
    top = url.key.rstrip("/")
    sent = [
        _Piece(source=file.url, name=file.key.removeprefix(top).lstrip("/"), options=polars_options(url.root))
        for file in listed(url.root, top)
    ]
    sent = [piece for piece in sent if fnmatch(piece.name, PIECES)]
    waiting = {piece.name: piece for piece in _pieces_in(place)}
    pieces = [piece for piece in sent if piece.name not in waiting] + list(waiting.values())
    if not pieces:
        raise InputNotFoundError(f"{url}: no file of a feature log", mend="check the URL")
    return pieces, place


def _pieces_in(top: Path) -> list[_Piece]:
    return [
        _Piece(source=str(path), name=path.relative_to(top).as_posix()) for path in sorted(top.glob(PIECES))
    ]


def _rows(piece: _Piece, request_id: str) -> Iterator[Seen]:
    import polars as pl  # noqa: PLC0415 - importing `drift.log` must not cost it

    try:
        found = (
            pl.scan_parquet(piece.source, glob=False, hive_partitioning=False, **piece.options)
            .filter(pl.col("request_id") == request_id)
            .collect()
        )
    except FileNotFoundError:
        return  # moved away meanwhile
    except (OSError, pl.exceptions.PolarsError) as error:
        raise InputUnreadableError(
            f"{piece.source}: cannot be read as a file of a feature log",
            seen=str(error).splitlines()[0][:300],
            mend="move it out of the log's folder, or write it again",
        ) from error
    for row in found.iter_rows(named=True):
        own = {name: row.pop(name) for name in OWN}
        yield Seen(**own, features=row, file=piece.name)
