"""Where the keys of a config stand in its file, for those who point at them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from drift.config.problems import nowhere

if TYPE_CHECKING:
    from collections.abc import Callable

    from drift.config.problems import Path, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """The file of a config and the places of its keys. All are equal: they are no part of what it says."""

    file: str | None = field(default=None, compare=False)
    place: Callable[[Path], Place] = field(default=nowhere, compare=False)
