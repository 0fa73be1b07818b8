"""The public values that one run keeps for the next: references and profiles, which load themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drift.judge.reference import Reference as LearnedReference
from drift.judge.reference_file import load_reference, save_reference
from drift.profile.profiled import Profiled
from drift.profile.profiled_file import load_profiled, save_profiled

if TYPE_CHECKING:
    from os import PathLike

    from drift.report.contents import Contents


class Reference(LearnedReference):
    """What training data teaches, once: see `fit`.

    Attributes
    ----------
    profile : drift.profile.table.Profile
        All that is kept of the rows.
    kinds : dict of str to drift.profile.kind.Kind
        What each column was taken for, and why.
    config : Config
        What it was fitted with.
    digest : str
        A hash of its content, the same for the same rows in any order.

    Examples
    --------
    >>> import drift
    >>> import polars as pl
    >>> reference = drift.fit(pl.DataFrame({"city": ["Porto", "Braga"] * 50}))
    >>> reference.profile.rows, reference.kinds["city"].kind
    (100, 'category')
    """

    __slots__ = ()

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Reference:
        """Return the reference that a file holds.

        Raises
        ------
        InputNotFoundError, InputUnreadableError, FileDamagedError, FileIncompatibleError
            If there is no such file, it may not be read, has a changed byte, or is something else.
        """
        return as_public(load_reference(str(path)))

    def save(self, path: str | PathLike[str]) -> None:
        """Write the reference as one file, whole or not at all."""
        save_reference(self, str(path))

    def describe(self) -> Contents:
        """Return what it holds: of each column its kind, range, unit, and how far it moves by itself."""
        from drift.report.contents import contents_of_reference  # noqa: PLC0415 - not for a check

        return contents_of_reference(self)


class Profile(Profiled):
    """All that is kept of a table or of a shard of it: see `profile`. Two add up with ``+``.

    Examples
    --------
    >>> import drift
    >>> import polars as pl
    >>> rows = pl.DataFrame({"city": ["Porto", "Braga"] * 50})
    >>> (drift.profile(rows[:30]) + drift.profile(rows[30:])).profile.rows
    100
    """

    __slots__ = ()

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Profile:
        """Return the profile that a file holds.

        Raises
        ------
        InputNotFoundError, InputUnreadableError, FileDamagedError, FileIncompatibleError
            If there is no such file, it may not be read, has a changed byte, or is something else.
        """
        return cls(**fields_of(load_profiled(str(path))))

    def save(self, path: str | PathLike[str]) -> None:
        """Write the profile as one file, whole or not at all."""
        save_profiled(self, str(path))

    def describe(self) -> Contents:
        """Return what it holds: of each column its kind, range and unit."""
        from drift.report.contents import contents_of_profile  # noqa: PLC0415 - not for a check

        return contents_of_profile(self)

    def __add__(self, other: Profiled) -> Profile:
        """Return the profile of the rows of both; see `merge`."""
        return Profile(**fields_of(super().__add__(other)))


def as_public(reference: LearnedReference) -> Reference:
    """Return what was learned as the public value."""
    return Reference(**fields_of(reference))


def fields_of(value: Any) -> dict[str, Any]:  # noqa: ANN401 - a dataclass of either kind
    """Return a dataclass's fields by name."""
    return {name: getattr(value, name) for name in value.__dataclass_fields__}
