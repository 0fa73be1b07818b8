"""Trends: how findings moved over past runs, from a history or from saved runs."""

from __future__ import annotations

import glob
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from drift.errors import InputNotFoundError, UsageError
from drift.files import url_named, write_whole
from drift.profile.archive import archive_kind
from drift.record.history import History
from drift.record.run_file import KIND
from drift.record.saved_runs import past_of_files
from drift.record.trends import Trends, trends_of
from drift.sources.download import WEB
from drift.sources.remote_paths import named_by
from drift.stores.objects import url_in_store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

    from drift.record.history import PastRun

_STATE: Final = "nothing was read or written"
_SQLITE: Final = b"SQLite format 3\0"


def trends(
    past: str | PathLike[str] | Sequence[str | PathLike[str]], *, dataset: str | None = None
) -> Trends:
    """Return how findings moved over past runs: distances, limits, and when each fault came and went.

    Parameters
    ----------
    past : path, glob, or several
        A history, or saved runs, or folders of these. Saved runs may be in a store, by their URL.
    dataset : str, optional
        The dataset; needs not be given where there is one only.

    Returns
    -------
    Trends
        Its batches in the order of the time that they stand for, and its columns, the worst first.

    Raises
    ------
    InputNotFoundError, UsageError
        If there are no runs, or of several datasets and none is named.
    FileDamagedError, FileIncompatibleError
        If a file is damaged, or is something else.

    Examples
    --------
    >>> import tempfile
    >>> import drift
    >>> import polars as pl
    >>> train = pl.DataFrame({"wait_s": [float(i % 97) for i in range(1000)]})
    >>> reference = drift.fit(train)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     for day, factor in (("2026-11-21", 1), ("2026-11-22", 60), ("2026-11-23", 60)):
    ...         drift.check(train * factor, reference, as_of=day).save(f"{folder}/{day}.drift")
    ...     found = drift.trends(folder)
    >>> episode = found.columns[0].episodes[0]
    >>> episode.fault, found.runs[episode.first].batch, episode.batches
    ('unit_change', '2026-11-22', 2)
    """
    given = [past] if isinstance(past, str | os.PathLike) else list(past)
    runs = [run for one in given for run in _runs(str(one))]
    names = sorted({run.dataset for run in runs})
    called = ", ".join(str(one) for one in given)
    if not runs:
        raise InputNotFoundError(
            f"{called}: no runs",
            mend="name a history, or a folder of what `check --save` wrote",
            state=_STATE,
        )
    if dataset is None and len(names) > 1:
        raise UsageError(
            f"{called}: runs of {len(names)} datasets",
            seen=", ".join(names[:10]),
            mend=f"name one: --dataset {names[0]}",
            state=_STATE,
        )
    if dataset is not None and dataset not in names:
        raise UsageError(
            f"{called}: no runs of `{dataset}`",
            seen=", ".join(names[:10]),
            mend="name one of these",
            state=_STATE,
        )
    return trends_of(runs, dataset or names[0])


def _runs(name: str) -> tuple[PastRun, ...]:
    if url_named(name) is not None:
        return past_of_files(run_files(name))
    path = Path(name)
    if is_history(path):
        return History(name).runs()
    if not path.exists() and (matches := _matches(name)):
        return tuple(run for one in matches for run in _runs(one))
    return past_of_files(run_files(name))


def is_history(place: str | PathLike[str]) -> bool:
    """Return whether a path is that of a history."""
    path = Path(place)
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE


def run_files(place: str | PathLike[str]) -> list[str]:
    """Return the files of runs that a path, folder or pattern names, in alphabetical order.

    Raises
    ------
    InputNotFoundError
        If it names nothing.
    """
    url = url_named(str(place))
    if url is not None:
        return _runs_at(url)
    path = Path(place)
    if path.is_dir():
        files = sorted(one for one in path.rglob("*") if one.is_file() and archive_kind(one) == KIND)
        return [str(one) for one in files]
    if path.is_file():
        return [str(place)]
    matches = _matches(str(place))
    if not matches:
        raise InputNotFoundError(
            f"{place}: no such file, folder or pattern", mend="check the path", state=_STATE
        )
    return [file for one in matches for file in run_files(one)]


def _runs_at(url: str) -> list[str]:
    """Return the URLs of runs in a store, or of one run on the web."""
    if WEB.match(url):
        return [url]
    found, folder = named_by(url_in_store(url, "reading from"))
    runs = [str(one) for one in found if folder is None or archive_kind(str(one)) == KIND]
    if not runs:
        raise InputNotFoundError(
            f"{url}: no run is there, nor below it", mend="check the URL, and the bucket", state=_STATE
        )
    return runs


def _matches(pattern: str) -> list[str]:
    return sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - a pattern may be absolute


def write_trends(found: Trends, path: str | PathLike[str]) -> None:
    """Write the page of trends, whole or not at all; faults lead to the reports that are beside it."""
    from drift.report.html.history import render_history  # noqa: PLC0415 - jinja2 is loaded only for a page

    beside = tuple(_report_beside(path, run) for run in found.runs)
    write_whole(str(path), render_history(found, beside))


def _report_beside(path: str | PathLike[str], run: PastRun) -> str | None:
    """Return the file beside a page that is called as a run, or as its batch; None where there is none."""
    names = [f"{one}.html" for one in (run.run_id, run.batch)]
    plain = [name for name in names if Path(name).name == name and name.isprintable()]
    return next((name for name in plain if Path(path).with_name(name).is_file()), None)
