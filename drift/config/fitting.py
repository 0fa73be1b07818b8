"""Which keys shape the reference, so that a check cannot change them. All others are for judging."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from drift.config.problems import path_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drift.config.model import Config
    from drift.config.problems import Path

FIT_KEYS: Final = ("time", "key", "weight", "ignore", "segments", "sample")
FIT_COLUMN_KEYS: Final = ("kind", "sensitive")


def changed_fit_keys(fitted: Config, now: Config, columns: Iterable[str]) -> tuple[str, ...]:
    """Return the paths of the fit-time keys that `now` changes, as ``time`` or ``columns.amount.kind``.

    Parameters
    ----------
    fitted : Config
        What the reference was fitted with.
    now : Config
        What a check was given.
    columns : iterable of str
        The columns of the reference. What holds for each of them is compared, so rewriting a name as a
        pattern is no change, nor is anything said of columns that the reference does not have.
    """
    changed: list[Path] = [
        (key,) for key in FIT_KEYS if _as_set(getattr(fitted, key)) != _as_set(getattr(now, key))
    ]
    for name in columns:
        before, after = fitted.column(name), now.column(name)
        changed += [
            ("columns", name, key) for key in FIT_COLUMN_KEYS if getattr(before, key) != getattr(after, key)
        ]
    return tuple(path_text(path) for path in changed)


def _as_set(value: object) -> object:
    """Return names as a set, for their order says nothing; anything else as it is."""
    return frozenset(value) if isinstance(value, tuple) else value
