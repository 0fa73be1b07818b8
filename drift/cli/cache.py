"""Profiles of files that a command keeps for the next time: where, how many bytes, and what is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.cli.engine import Engine
from drift.cli.streams import tell
from drift.errors import UsageError

if TYPE_CHECKING:
    from drift.profile.cache import ProfileCache


def cache_at(
    folder: str | None, limit: str | None, *, engine: Engine = Engine.local, quiet: bool
) -> ProfileCache | None:
    """Return the cache that `--cache` and `--cache-limit` are about; None where there is to be none.

    Raises
    ------
    DriftError
        If it cannot be one, or a limit is given without it, or a cluster reads the data.
    """
    if folder is None:
        if limit is not None:
            raise UsageError("--cache-limit is of a cache, and there is none", mend="give --cache DIR, too")
        return None
    if engine is not Engine.local:
        raise UsageError(
            f"`--cache` is not for `--engine {engine.value}`",
            mend="leave one of the two out",
            state="nothing was read or written",
        )
    from drift.profile.cache import LIMIT, ProfileCache  # noqa: PLC0415 - only for who asks for one
    from drift.sources.memory import bytes_of  # noqa: PLC0415

    most = LIMIT if limit is None else bytes_of(limit)
    return ProfileCache(folder, limit=most, warn=(lambda _: None) if quiet else tell)


def told_of(cache: ProfileCache | None) -> str:
    """Return in words how much was kept from before; nothing without a cache."""
    if cache is None:
        return ""
    return f"; {cache.found:,} of {cache.found + cache.made:,} files were profiled before"
