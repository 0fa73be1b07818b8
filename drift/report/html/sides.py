"""A column on its two sides, as far as one picture can show both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from drift.profile.column import ColumnProfile

Side = Literal["reference", "live"]
SIDES: Final[tuple[Side, Side]] = ("reference", "live")
WHO: Final[dict[Side, str]] = {"reference": "Training", "live": "The batch"}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sides:
    """A column's profiles; None where a side does not have the column."""

    reference: ColumnProfile | None
    live: ColumnProfile | None

    @property
    def both(self) -> dict[Side, ColumnProfile | None]:
        """The two sides by name."""
        return {"reference": self.reference, "live": self.live}

    @property
    def drawn(self) -> dict[Side, ColumnProfile]:
        """The sides that have values; of two families only the reference."""
        valued = {side: one for side, one in self.both.items() if one is not None and one.valid}
        families = [one.family for one in valued.values()]
        return {side: one for side, one in valued.items() if one.family == families[0]}

    @property
    def notes(self) -> tuple[str, ...]:
        """Why a side is not drawn, a sentence each."""
        drawn = self.drawn
        return tuple(_why_not(side, one) for side, one in self.both.items() if side not in drawn)


def _why_not(side: Side, column: ColumnProfile | None) -> str:
    if column is None:
        return f"{WHO[side]} does not have this column."
    if not column.valid:
        return f"{WHO[side]} has no values here."
    return f"{WHO[side]} holds {column.family} values here, which this axis cannot show."
