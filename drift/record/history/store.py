"""The history of past runs, in one file that several processes read and write at once.

A batch of a dataset is in it once: a task that is tried again puts its run in the place of its earlier
one. `add` returns when the run has reached the disk, and a process that is killed before that leaves the
history as it was.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drift.errors import InputNotFoundError
from drift.record.history.connection import reading, shrink, writing
from drift.record.history.packed import damaged, document_of, pack_document, pack_profile, profile_of
from drift.record.history.past import moment_text, of_summary, past_of, to_summary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from os import PathLike

    from drift.profile.table import Profile
    from drift.record.history.past import PastRun
    from drift.record.record import Record

_PLACE = "dataset = ? AND batch = ?"


class History:
    """The runs of past batches: see `docs/history.md`.

    It holds nothing open, so it may be used from threads and copies of a process alike.

    Parameters
    ----------
    path : str or path
        The file. The first `add` makes it, with the folders that are missing.

    Examples
    --------
    >>> import tempfile
    >>> import drift
    >>> import polars as pl
    >>> train = pl.DataFrame({"wait_s": [float(i % 97) for i in range(1000)]})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     history = drift.History(f"{folder}/history.db")
    ...     for day in ("2026-11-21", "2026-11-22", "2026-11-22"):
    ...         past = history.add(drift.check(train, drift.fit(train), batch=day, as_of=day))
    ...     [(past.batch, past.verdict, past.rows) for past in history.runs()]
    [('2026-11-21', 'ok', 1000), ('2026-11-22', 'ok', 1000)]
    """

    def __init__(self, path: str | PathLike[str]) -> None:
        self.path = str(path)

    def __repr__(self) -> str:
        """Return what makes one like it."""
        return f"History({self.path!r})"

    @property
    def exists(self) -> bool:
        """Whether there is a file; one without a run in it reads as an empty history."""
        return Path(self.path).exists()

    def add(self, run: Record) -> PastRun:
        """Write a run, in the place of an earlier one of the same dataset and batch.

        Returns
        -------
        PastRun
            What the history tells of it from now on.

        Raises
        ------
        OutputNotWrittenError
            If it cannot be written, or others held the history for too long. It is then as it was.
        FileDamagedError, FileIncompatibleError
            If the file is damaged, or is something else.
        """
        past = past_of(run)
        summary = json.dumps(to_summary(past), separators=(",", ":"), allow_nan=False)
        # All that takes time is done before the others have to wait.
        row = (
            past.dataset,
            past.batch,
            moment_text(past.as_of),
            summary,
            _digest(summary),
            pack_document(run),
            pack_profile(run.live_profile),
        )
        with writing(self.path) as connection:
            connection.execute("INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        return past

    def datasets(self) -> tuple[str, ...]:
        """Return the datasets that there are runs of, in alphabetical order."""
        return tuple(name for (name,) in self._rows("SELECT DISTINCT dataset FROM runs ORDER BY dataset"))

    def runs(self, dataset: str | None = None, *, until: datetime | None = None) -> tuple[PastRun, ...]:
        """Return what is told of past runs at once, in the order of the time that their batches stand for.

        Parameters
        ----------
        dataset : str, optional
            Of this one only.
        until : datetime, optional
            Of batches that stand for no later time.

        Raises
        ------
        InputNotFoundError, InputUnreadableError, FileDamagedError, FileIncompatibleError
            If there is no such file, it may not be read, is damaged, or is something else.
        """
        asked = [
            ("dataset = ?", dataset),
            ("as_of <= ?", None if until is None else moment_text(until)),
        ]
        given = [(condition, value) for condition, value in asked if value is not None]
        where = f"WHERE {' AND '.join(condition for condition, _ in given)}" if given else ""
        return tuple(
            self._past(*row)
            for row in self._rows(
                f"SELECT summary, digest FROM runs {where} ORDER BY as_of, dataset, batch",  # noqa: S608 - our own words
                *(value for _, value in given),
            )
        )

    def latest(self, dataset: str) -> PastRun | None:
        """Return the run of the batch that stands for the latest time; None where there is none."""
        found = self._rows(
            "SELECT summary, digest FROM runs WHERE dataset = ? ORDER BY as_of DESC, batch DESC LIMIT 1",
            dataset,
        )
        return self._past(*found[0]) if found else None

    def document(self, dataset: str, batch: str) -> dict[str, Any]:
        """Return the whole run of a batch as JSON holds it: what `Run.to_dict` gave.

        Raises
        ------
        InputNotFoundError
            If the history does not have it.
        """
        return document_of(self._blob("document", dataset, batch), called=self._called(dataset, batch))

    def profile(self, dataset: str, batch: str) -> Profile:
        """Return the live profile of a batch, without its sample.

        Raises
        ------
        InputNotFoundError
            If the history does not have it, or `prune` took it out.
        """
        return profile_of(self._blob("profile", dataset, batch), called=self._called(dataset, batch))

    def profile_if_kept(self, dataset: str, batch: str) -> Profile | None:
        """Return the live profile of a batch, as `profile` does; None where it is not there."""
        found = self._rows(f"SELECT profile FROM runs WHERE {_PLACE}", dataset, batch)  # noqa: S608 - our own words
        if not found or found[0][0] is None:
            return None
        return profile_of(bytes(found[0][0]), called=self._called(dataset, batch))

    def profiles(self, dataset: str, batches: Iterator[str] | tuple[str, ...]) -> Iterator[Profile]:
        """Yield the live profiles of some batches, one in memory at a time."""
        for batch in batches:
            yield self.profile(dataset, batch)

    def prune(self, *, before: datetime, dataset: str | None = None, profiles_only: bool = False) -> int:
        """Take out runs of batches that stand for a time before this one, and give their room back.

        Parameters
        ----------
        before : datetime
            The first time that is kept.
        dataset : str, optional
            Of this one only.
        profiles_only : bool
            Take out their live profiles alone, which are most of the file.

        Returns
        -------
        int
            How many runs it concerned.
        """
        conditions, values = ["as_of < ?"], [moment_text(before)]
        if dataset is not None:
            conditions, values = [*conditions, "dataset = ?"], [*values, dataset]
        if profiles_only:
            conditions = [*conditions, "profile IS NOT NULL"]
        what = "UPDATE runs SET profile = NULL" if profiles_only else "DELETE FROM runs"
        with writing(self.path) as connection:
            where = " AND ".join(conditions)
            count = connection.execute(f"{what} WHERE {where}", values).rowcount
        shrink(self.path)
        return int(count)

    def _rows(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        """Return all rows at once: who reads slowly would keep writers waiting."""
        with reading(self.path) as connection:
            return [] if connection is None else connection.execute(query, values).fetchall()

    def _blob(self, name: str, dataset: str, batch: str) -> bytes:
        found = self._rows(f"SELECT {name} FROM runs WHERE {_PLACE}", dataset, batch)  # noqa: S608 - our own words
        if not found or found[0][0] is None:
            raise InputNotFoundError(
                f"{self._called(dataset, batch)}: no {name if found else 'such run'} in the history",
                mend="`runs` lists what it has"
                if not found
                else "it was taken out, and the run is still there",
            )
        return bytes(found[0][0])

    def _past(self, summary: str, digest: str) -> PastRun:
        if _digest(summary) != digest:
            raise damaged(self.path, "a run that does not agree with its digest")
        return of_summary(json.loads(summary))

    def _called(self, dataset: str, batch: str) -> str:
        return f"{self.path}, batch {batch} of {dataset}"


def _digest(summary: str) -> str:
    return f"sha256:{hashlib.sha256(summary.encode()).hexdigest()}"
