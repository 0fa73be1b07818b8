"""A live batch as the judge sees it: its profile, and how its columns came."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from drift.profile.table import Profile
    from drift.sources.conform import Reading
    from drift.sources.schema import SchemaFailure
    from drift.sources.window import WindowSeen


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Live:
    """A live batch.

    Attributes
    ----------
    profile : Profile
        What the batch holds, read by the reference's types.
    dtypes : dict of str to str
        The physical types as they came.
    failures : tuple of SchemaFailure
        Where the batch breaks the learned schema, as pandera found it.
    readings : tuple of Reading
        Columns that came in another type, or with values that their type cannot read.
    names : tuple of str
        Where the batch came from.
    ignored : dict of str to str
        The physical types of the columns that the config ignores.
    digest : str
        ``sha256:…`` of the profile's content.
    partial : dict of str to str
        Of columns that some files of the batch lack, how many: ``"2 of 30 files"``.
    left_out : frozenset of str
        Columns that the check was asked to leave out.
    profiled : bool
        Whether it was given as a profile, whose rows cannot be read.
    unread : tuple of str
        Columns that only the batch has, and that the check was asked to leave out.
    window : WindowSeen or None
        Of which rows of the data it is, where a window chose them.
    aside : tuple of str
        New columns by which whole rows were not counted: copies may differ in them.
    as_of : datetime
        The time that the batch stands for, in UTC: its age is counted back from there.
    """

    profile: Profile
    dtypes: dict[str, str]
    failures: tuple[SchemaFailure, ...]
    readings: tuple[Reading, ...]
    names: tuple[str, ...]
    digest: str
    as_of: datetime
    partial: Mapping[str, str] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    profiled: bool = False
    unread: tuple[str, ...] = ()
    window: WindowSeen | None = None
    aside: tuple[str, ...] = ()
    ignored: dict[str, str] = field(default_factory=dict)
