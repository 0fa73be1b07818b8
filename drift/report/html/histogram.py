"""Both sides of a column on one axis: numbers, lengths, hours of the day."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from drift.diagnose.distribution import Distribution, distribution
from drift.profile.column import HOURS, WEEKDAYS
from drift.report.html import chart, figures
from drift.report.html.axis import Axis, Tick, choose_axis

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from drift.diagnose.diagnosis import Diagnosis
    from drift.profile.cells import Cells
    from drift.profile.column import ColumnProfile, NumberDetail
    from drift.profile.step import Step
    from drift.report.html.sides import Side

    Floats = NDArray[np.float64]

_SCALES: Final = {"linear": "", "log": " (logarithmic)", "signed log": " (logarithmic both ways from 0)"}
_CUT: Final = {True: ("What reaches the top is cut there.",), False: ()}
_WEEK: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_HOUR_TICKS: Final = (0, 6, 12, 18, 24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One outline, and what it is in words."""

    role: Literal["reference", "live", "undone"]
    path: str
    legend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """Both sides on one axis.

    `axis` says what it shows, `notes` what it does not, and `summary` tells those who do not see it.
    """

    curves: tuple[Curve, ...]
    ticks: tuple[Tick, ...]
    axis: str
    notes: tuple[str, ...]
    summary: str

    @property
    def spark(self) -> tuple[Curve, ...]:
        """The two sides, without a third line that only a legend explains."""
        return tuple(curve for curve in self.curves if curve.role != "undone")


def of_numbers(drawn: Mapping[Side, ColumnProfile], diagnosis: Diagnosis | None) -> Histogram | None:
    """Return the distributions of numbers, and a third line that shows a diagnosed unit to be right."""
    finite = {side: one for side, one in drawn.items() if one.cells.rows}
    if not finite:
        return None
    parts = {side: distribution(one.cells) for side, one in finite.items()}
    notes = tuple(
        f"{count:,} infinite values of the {side} rows are on no axis."
        for side, one in finite.items()
        if (count := _infinities(one.number))
    )
    step = _common_step([one.number.step for one in finite.values()])
    picture = _drawn(parts, step, what="Value", third=_explained(parts, diagnosis))
    return replace(picture, notes=(*picture.notes, *notes))


def of_lengths(cells: Mapping[Side, Cells], what: str) -> Histogram | None:
    """Return the distributions of whole numbers whose cells are these."""
    parts = {side: _whole(one) for side, one in cells.items() if one.rows}
    return _drawn(parts, 1.0, what=what, third=None) if parts else None


def of_times(drawn: Mapping[Side, ColumnProfile]) -> Histogram:
    """Return the hours of the day; where all times are of one hour, as dates are, the days of the week."""
    by_hour = np.count_nonzero(np.sum([one.time.hours for one in drawn.values()], axis=0)) > 1
    size = HOURS if by_hour else WEEKDAYS
    names = [f"{hour:02}:00" for hour in range(HOURS + 1)] if by_hour else list(_WEEK)
    middles = [(day + 0.5) / WEEKDAYS for day in range(WEEKDAYS)]
    counts = [one.time.hours if by_hour else one.time.weekdays for one in drawn.values()]
    outlines = chart.outlines([count / max(count.sum(), 1) for count in counts], np.arange(size + 1) / size)
    return Histogram(
        curves=tuple(
            Curve(role=side, path=path, legend=_legend(side, one.valid))
            for (side, one), path in zip(drawn.items(), outlines.paths, strict=True)
        ),
        ticks=tuple(Tick(place=hour / HOURS, label=names[hour]) for hour in _HOUR_TICKS)
        if by_hour
        else tuple(Tick(place=place, label=name) for place, name in zip(middles, _WEEK, strict=True)),
        axis="Hour of the day" if by_hour else "Day of the week",
        notes=_CUT[outlines.cut],
        summary=" ".join(
            f"{side.capitalize()}: most at {names[int(np.argmax(count))]}."
            for side, count in zip(drawn, counts, strict=True)
        ),
    )


def _drawn(
    parts: Mapping[Side, Distribution],
    step: float | None,
    *,
    what: str,
    third: tuple[Callable[[Floats], Floats], str] | None,
) -> Histogram:
    axis = choose_axis(list(parts.values()), step)
    edges = axis.edges(step)
    axis = replace(axis, low=float(edges[0]), high=float(edges[-1]))
    with np.errstate(over="ignore"):  # an atom of the largest float is drawn as wide as infinity
        below = {side: part.share_below(edges) for side, part in parts.items()}
        shares = [*below.values(), *([third[0](edges)] if third else [])]
    drawn = chart.outlines([np.diff(share) for share in shares], axis.place(edges))
    curves = [
        Curve(role=side, path=path, legend=_legend(side, part.rows))
        for (side, part), path in zip(parts.items(), drawn.paths, strict=False)
    ]
    if third:
        curves.append(Curve(role="undone", path=drawn.paths[-1], legend=third[1]))
    return Histogram(
        curves=tuple(curves),
        ticks=axis.ticks(step),
        axis=f"{what}{_SCALES[axis.scale]}; areas are shares of the rows",
        notes=(
            *_CUT[drawn.cut],
            *(note for side, share in below.items() if (note := _beyond(side, axis, share))),
        ),
        summary=" ".join(_summary(side, part) for side, part in parts.items()),
    )


def _legend(side: Side, rows: int) -> str:
    return f"{side}, {rows:,} {'value' if rows == 1 else 'values'}"


def _beyond(side: Side, axis: Axis, below: Floats) -> str:
    ends = [
        f"{figures.percent(share)} {where} {axis.end(end)}"
        for share, where, end in (
            (float(below[0]), "below", axis.low),
            (1 - float(below[-1]), "above", axis.high),
        )
        if share > chart.ROUNDING
    ]
    return f"Beyond the axis, of the {side} values: {' and '.join(ends)}." if ends else ""


def _summary(side: Side, part: Distribution) -> str:
    low, middle, high = (figures.number(part.quantile(share)) for share in (0.25, 0.5, 0.75))
    return f"{side.capitalize()}: median {middle}, middle half from {low} to {high}."


def _explained(
    parts: Mapping[Side, Distribution], diagnosis: Diagnosis | None
) -> tuple[Callable[[Floats], Floats], str] | None:
    """Return shares below points, and their legend, that show a diagnosed unit to be right.

    A conversion of all rows is undone, and lies on the reference. Where it is of some rows, it cannot
    be told which; so the same share of the reference is converted, and lies on the batch.
    """
    if diagnosis is None or diagnosis.fault != "unit_change" or not {"reference", "live"} <= parts.keys():
        return None
    reference, live = parts["reference"], parts["live"]
    factor, offset = (_finite(diagnosis.parameters.get(name)) for name in ("factor", "offset"))
    if not factor or not math.isfinite(1 / factor):
        return None
    share = 1.0 if diagnosis.share is None else diagnosis.share
    if share >= 1:
        return live.moved(1 / factor, -(offset or 0.0) / factor).share_below, "live, undone"
    converted = reference.moved(factor, offset or 0.0)

    def below(points: Floats) -> Floats:
        return (1 - share) * reference.share_below(points) + share * converted.share_below(points)

    return below, f"reference, {figures.percent(share)} of it converted"


def _finite(value: object) -> float | None:
    """Return a parameter that is a finite number; None for any other JSON value."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        return None
    return float(value)


def _infinities(detail: NumberDetail) -> int:
    return detail.positive_infinities + detail.negative_infinities


def _common_step(steps: list[Step]) -> float | None:
    total = steps[0]
    for step in steps[1:]:
        total += step
    return total.value


def _whole(cells: Cells) -> Distribution:
    """Return the distribution of cells whose keys are whole numbers, and not the bits of floats."""
    level = np.uint64(cells.level)
    low = cells.keys << level
    high = low | np.uint64((1 << cells.level) - 1)
    return Distribution(lower=low.astype(np.float64), upper=high.astype(np.float64), counts=cells.counts)
