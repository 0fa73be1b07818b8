"""Which keys shape the reference, so that a check cannot change them. All others are for judging."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from drift.config.problems import path_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drift.config.model import Config
    from drift.config.problems import Path

FIT_KEYS: Final = ("time", "key", "weight", "ignore", "segments", "sample")
FIT_COLUMN_KEYS: Final = ("kind", "sensitive")


@dataclass(frozen=True, slots=True, kw_only=True)
class FitChange:
    """A fit-time key that is not as it was.

    Attributes
    ----------
    path : str
        The key, as ``time`` or ``columns.amount.kind``.
    before, now : object
        Its value when the reference was fitted, and that of now; None or empty where it has none.
    """

    path: str
    before: object
    now: object

    @property
    def told(self) -> str:
        """Both values in words.

        Examples
        --------
        >>> FitChange(path="time", before="picked_up_at", now=None).told
        'the reference has `time: picked_up_at`, the config none'
        """
        now = f"`{self.path}: {_yaml(self.now)}`" if _given(self.now) else "none"
        before = f"`{self.path}: {_yaml(self.before)}`" if _given(self.before) else f"no `{self.path}`"
        return f"the reference has {before}, the config {now}"

    @property
    def mend(self) -> str:
        """What makes the config say what the reference has."""
        return (
            f"write `{self.path}: {_yaml(self.before)}`" if _given(self.before) else f"take `{self.path}` out"
        )


def changed_fit_keys(fitted: Config, now: Config, columns: Iterable[str]) -> tuple[FitChange, ...]:
    """Return the fit-time keys that `now` changes, with both values.

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
    changed = [_change((key,), fitted, now) for key in FIT_KEYS]
    for name in columns:
        sides = fitted.column(name), now.column(name)
        changed += [_change(("columns", name, key), *sides) for key in FIT_COLUMN_KEYS]
    return tuple(one for one in changed if _as_set(one.before) != _as_set(one.now))


def _change(path: Path, fitted: object, now: object) -> FitChange:
    key = str(path[-1])
    return FitChange(path=path_text(path), before=getattr(fitted, key), now=getattr(now, key))


def _given(value: object) -> bool:
    """Return whether a key has a value; 0 and false are ones."""
    return value is not None and value != ()


def _yaml(value: object) -> str:
    """Return a value as the config file has it."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(str, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _as_set(value: object) -> object:
    """Return names as a set, for their order says nothing; anything else as it is."""
    return frozenset(value) if isinstance(value, tuple) else value
