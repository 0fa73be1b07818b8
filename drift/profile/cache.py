"""Profiles of single files that were made before, kept in a folder.

An entry is a profile as `drift profile` writes it, with its digest; its name says of which file it is, made
in which way, and of which version of the file. So an entry that does not fit is never found, one that is
damaged tells itself, and as each is written aside and renamed, a run that is killed keeps what it had
finished.
"""

from __future__ import annotations

import hashlib
import logging
import os
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from drift.errors import (
    FileDamagedError,
    FileIncompatibleError,
    InputNotFoundError,
    InputUnreadableError,
    OutputNotWrittenError,
    UsageError,
)
from drift.files import clear_leftovers, refuse_url
from drift.profile.profiled_file import load_profiled, save_profiled

if TYPE_CHECKING:
    from collections.abc import Callable

    from drift.profile.profiled import Profiled
    from drift.sources.paths import InputFile

LIMIT: Final = 10 * 10**9  # bytes: ten thousand profiles of fifty columns with their samples
PRUNED_EVERY: Final = 256  # entries that are written: the folder is looked through no more often
_SUFFIX: Final = ".drift"
_DIGITS: Final = 32  # hexadecimal: 128 bits of each digest

_LOGGER: Final = logging.getLogger(__name__)


class ProfileCache:
    """Keeps the profiles of files in a folder of at most so many bytes.

    Parameters
    ----------
    folder : str or path
        Where they are; it is made once there is something to keep.
    limit : int
        The most bytes that it holds. Entries that were not used for longest go first.
    warn : callable
        Told in words of entries that are of no use, or cannot be kept.

    Attributes
    ----------
    found, made : int
        How many profiles were found, and how many had to be made, since data was last begun to be read.

    Raises
    ------
    UsageError
        If it is no folder, or the limit is not positive.
    NotBuiltError
        If it is a URL.
    """

    def __init__(
        self,
        folder: str | os.PathLike[str],
        *,
        limit: int = LIMIT,
        warn: Callable[[str], None] = _LOGGER.warning,
    ) -> None:
        refuse_url(os.fspath(folder), "keeping profiles at")
        self.folder = Path(folder)
        if self.folder.exists() and not self.folder.is_dir():
            raise UsageError(
                f"{self.folder}: not a folder, and profiles are to be kept there", mend="name a folder"
            )
        if limit <= 0:
            raise UsageError("a cache of no bytes keeps nothing", mend="give it more, or leave it out")
        self.found = self.made = 0
        self._limit = limit
        self._warn = warn
        self._broken = False  # and told so
        self._unpruned = 0
        self._used: set[Path] = set()

    def begin(self) -> None:
        """Count anew what is found and made: data may be read more than once."""
        self.found = self.made = 0

    def entry(self, file: InputFile, version: str, making: str) -> Path:
        """Return where the profile of a version of a file is kept, made in some way."""
        place = str(file.path.resolve()) if isinstance(file.path, Path) else file.path.url
        slot = hashlib.sha256(f"{place}\0{making}".encode("utf-8", "surrogateescape")).hexdigest()[:_DIGITS]
        return self.folder / slot[:2] / f"{slot}-{version[:_DIGITS]}{_SUFFIX}"

    def kept(self, entry: Path, file: InputFile) -> Profiled | None:
        """Return the profile that an entry holds; None where there is none that is of use."""
        try:
            table = load_profiled(entry)
        except InputNotFoundError:
            return None
        except (FileDamagedError, FileIncompatibleError, InputUnreadableError) as error:
            self._warn(f"{error.what}; {file.name} is profiled again")
            return None
        if set(table.files) != {file.shard}:
            self._warn(f"{entry}: the profile of another file; {file.name} is profiled again")
            return None
        with suppress(OSError):
            os.utime(entry)  # used now
        self.found += 1
        self._used.add(entry)
        return replace(table, names=(file.name,), files={file.shard: file.name}, path=None)

    def keep(self, entry: Path, table: Profiled) -> None:
        """Keep a profile, in place of those of earlier versions of its file."""
        self.made += 1
        try:
            save_profiled(table, entry)
        except OutputNotWrittenError as error:
            if not self._broken:  # once: the next ones would fail alike
                self._warn(f"{error.what} ({error.seen}); profiles are made, and not kept")
            self._broken = True
            return
        slot, _, _ = entry.name.partition("-")
        for earlier in entry.parent.glob(f"{slot}-*{_SUFFIX}"):
            if earlier != entry:
                earlier.unlink(missing_ok=True)
        self._used.add(entry)
        self._unpruned += 1
        if self._unpruned >= PRUNED_EVERY:
            self.prune()

    def prune(self) -> None:
        """Remove what was not used for longest, until the folder is within its limit."""
        self._unpruned = 0
        sizes: dict[Path, tuple[int, int]] = {}
        for entry in self.folder.glob(f"*/*{_SUFFIX}"):
            with suppress(OSError):  # another process has just removed it
                stat = entry.stat()
                sizes[entry] = stat.st_mtime_ns, stat.st_size
        for inside in {entry.parent for entry in sizes}:
            clear_leftovers(inside)
        over = sum(size for _, size in sizes.values()) - self._limit
        lost = 0
        for entry, (_, size) in sorted(sizes.items(), key=lambda one: one[1]):
            if over <= 0:
                break
            with suppress(OSError):
                entry.unlink()
                over -= size
                lost += entry in self._used
        if lost and not self._broken:
            self._broken = True
            self._warn(
                f"{self.folder}: the profiles of this run alone are more than {self._limit:,} bytes, "
                "so not all of them are kept for the next"
            )
