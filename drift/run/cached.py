"""Reading many files of which some were profiled before: only the others are read.

A profile is a sum, so that of a table is the sum of those of its files, to the byte. All files are opened
together first, for that settles by which types each is read; then each is counted by itself.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from drift.errors import UsageError
from drift.profile.cache import ProfileCache
from drift.record.version import drift_version
from drift.run.reading import read_table
from drift.sources.fingerprint import fingerprint
from drift.sources.schema import dtype_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from drift.config import Config
    from drift.profile.profiled import Profiled, Settled
    from drift.sources.source import Source
    from drift.sources.user_schema import Watch

CacheLike = ProfileCache | str | os.PathLike[str]


def as_cache(cache: CacheLike | None) -> ProfileCache | None:
    """Return the cache that is meant, by itself or by its folder."""
    return cache if cache is None or isinstance(cache, ProfileCache) else ProfileCache(cache)


def read_cached(
    source: Source,
    settings: Config,
    cache: ProfileCache | None,
    state: str,
    *,
    settled: Settled | None = None,
    watch: Watch | None = None,
    named: tuple[tuple[int, ...], ...] = (),
) -> Profiled:
    """Return the profile of a source, as `read_table` does, from those of its files that are kept.

    Parameters
    ----------
    source : Source
        What to read.
    settings : Config
        What is said of the data.
    cache : ProfileCache or None
        Where profiles are kept; None to read all.
    state : str
        What messages say of how things are.
    settled, watch, named
        As in `read_table`.

    Raises
    ------
    UsageError
        If the source is no files, or not the whole of them is read.
    """
    if cache is None:
        return read_table(source, settings, settled=settled, watch=watch, named=named)
    _require_whole_files(source, settings, watch, state)
    cache.begin()
    making = _making(source, settings, settled, named)
    total = read_table(source.without_rows(), settings, settled=settled, named=named)
    parts = [(part, _entry(part, cache, making)) for part in source.parts()]
    told = _Told(source.progress, [part for part, entry in parts if not entry.exists()])
    for part, entry in parts:
        table = cache.kept(entry, part.files[0])
        if table is None:
            table = read_table(told.on(part), settings, settled=settled, named=named)
            if _entry(part, cache, making) == entry:  # it is as it was before it was read
                cache.keep(entry, table)
        total += replace(table, schema=total.schema)  # in which an Enum has its levels, which no file keeps
    cache.prune()
    return total


def _entry(part: Source, cache: ProfileCache, making: str) -> Path:
    """Return where the profile of one file as it is now is kept."""
    file = part.files[0]
    read = f"{making} {file.form} {file.compression} {file.partitions}"
    return cache.entry(file, fingerprint(file), read)


def refuse_cache_of_profiles(cache: ProfileCache | None, state: str) -> None:
    """Refuse a cache where profiles stand in place of data.

    Raises
    ------
    UsageError
        If there is one.
    """
    if cache is not None:
        raise UsageError(
            "a cache keeps the profiles of files that are read, and these are profiles already",
            mend="leave the cache out",
            state=state,
        )


def _require_whole_files(source: Source, settings: Config, watch: Watch | None, state: str) -> None:
    """Refuse what is no files, and what needs more of them than their profiles."""
    held = [file.name for file in source.files if file.held is not None]
    reasons = {
        f"{source.names[0]} is no file": not source.files,
        f"{', '.join(held)} comes anew each time": bool(held),
        "a limit counts the rows of all files": source.limit is not None,
        "a span of time takes parts of files": source.window is not None,
        "weights are in no profile": settings.weight is not None,
        "a schema of your own is held to all rows": watch is not None,
    }
    for reason, holds in reasons.items():
        if holds:
            raise UsageError(
                f"a cache keeps the profiles of whole files, and {reason}",
                mend="leave the cache out",
                state=state,
            )


def _making(
    source: Source,
    settings: Config,
    settled: Settled | None,
    named: Sequence[Sequence[int]],
) -> str:
    """Return a digest of all that a file's profile depends on beside the file itself."""
    told = {
        "drift": drift_version(),
        "polars": pl.__version__,
        "config": settings.to_dict(),
        "settled": settled and settled.digest,
        "named": [list(one) for one in named],
        "schema": [[name, dtype_name(dtype), _levels(dtype)] for name, dtype in source.schema.items()],
        "native_text": sorted(source.native_text),
        "mixed": sorted(source.mixed),
        "time_formats": dict(source.time_formats),
        "left_out": sorted(source.left_out),
        "written": list(source.written),
    }
    return hashlib.sha256(json.dumps(told).encode("utf-8", "surrogatepass")).hexdigest()


def _levels(dtype: pl.DataType) -> list[str]:
    """Return the levels that a type names itself."""
    return dtype.categories.to_list() if isinstance(dtype, pl.Enum) else []


class _Told:
    """Tells of the rows of several files as if they were one."""

    def __init__(self, progress: Callable[[int, int | None], None] | None, parts: Sequence[Source]) -> None:
        self._progress = progress
        counts = [part.stream.rows for part in parts] if progress else []
        known = [count() for count in counts if count is not None]
        self._total = sum(known) if len(known) == len(parts) else None
        self._before = 0
        self._rows = 0

    def on(self, part: Source) -> Source:
        """Return a file that tells of its rows as those of all."""
        if self._progress is None:
            return part
        self._before += self._rows
        self._rows = 0
        return replace(part, progress=self._tell)

    def _tell(self, rows: int, _: int | None) -> None:
        self._rows = rows
        if self._progress is not None:
            self._progress(self._before + rows, self._total)
