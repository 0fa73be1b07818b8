"""A fault of the catalogue: a name, what happened, and how it is found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from drift.diagnose.change import Change
    from drift.diagnose.explanation import Explanation
    from drift.profile.kind import KindName


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A fault by name, and what happened in a few words.

    Attributes
    ----------
    name, meaning : str
        As results and documentation have them.
    few : bool
        Whether it shows in few rows: then it is also asked of a rest that leaves no distance to explain.
    kinds : tuple of str
        The kinds of columns whose changes it is asked to explain; empty where it is told without being
        asked, by what a check found.
    explain : callable or None
        Given a column that changed, the explanation by this fault; None where it explains nothing, or the
        evidence is such that a feature which merely moved gives it, too.
    """

    name: str
    meaning: str
    few: bool = False
    kinds: tuple[KindName, ...] = ()
    explain: Callable[[Change], Explanation | None] | None = None
