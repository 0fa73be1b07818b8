"""What is drawn of a column, by its kind; or in words, why there is nothing to draw."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from drift.report.html.histogram import Curve, Histogram, of_lengths, of_numbers, of_times
from drift.report.html.levels import Levels, of_booleans, of_texts
from drift.report.html.undone import to_show

if TYPE_CHECKING:
    from drift.judge.result import ColumnResult, Finding
    from drift.report.html.heat import Heat
    from drift.report.html.sides import Sides


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A column's picture: a histogram, levels, or neither and `notes` that say why; of two columns a map."""

    histogram: Histogram | None = None
    levels: Levels | None = None
    heat: Heat | None = None
    notes: tuple[str, ...] = ()

    @property
    def spark(self) -> tuple[Curve, ...]:
        """The outlines of a small picture without words; none where nothing is drawn."""
        drawn = self.histogram or self.levels
        return drawn.spark if drawn else ()


def draw(column: ColumnResult, sides: Sides, of: Finding | None = None) -> Picture:
    """Return the picture of a column; of a finding in a level, whose rows the sides are then."""
    drawn = sides.drawn
    if not drawn:
        return Picture(notes=("There are no values to draw.",))
    family = next(iter(drawn.values())).family
    if family == "number" and column.kind in {"time", "identifier"} and not column.findings:
        return Picture(notes=("Times and running numbers are always later live: they are not drawn.",))
    histogram: Histogram | None = None
    levels: Levels | None = None
    findings = [one for one in column.findings if one.segment is None] if of is None else [of]
    diagnosis = to_show(finding.diagnosis for finding in findings)
    match family:
        case "number":
            histogram = of_numbers(drawn, diagnosis)
        case "text" if column.kind == "category":
            levels = of_texts(drawn, diagnosis)
        case "text":
            lengths = {side: one.text.lengths for side, one in drawn.items()}
            histogram = of_lengths(lengths, "Length in characters")
        case "nested":
            histogram = of_lengths({side: one.cells for side, one in drawn.items()}, "Length of the list")
        case "time":
            histogram = of_times(drawn, diagnosis)
        case "boolean":
            levels = of_booleans(drawn)
        case _:
            pass
    picture = Picture(histogram=histogram, levels=levels, notes=sides.notes)
    shown = histogram or levels
    if shown is None:
        return replace(picture, notes=(_NOT_DRAWN.get(family, _NOT_READ), *sides.notes))
    return replace(picture, notes=(*shown.notes, *sides.notes))


_NOT_READ: Final = "What these values hold is not read: only missing ones count."
_NOT_DRAWN: Final = {"number": "There are no finite values to draw."}
