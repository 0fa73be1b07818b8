"""Both sides of a column on one axis: numbers, lengths, hours of the day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from drift.diagnose.distribution import Distribution, distribution
from drift.profile.column import HOURS, WEEKDAYS
from drift.report.html import chart, figures, quantiles
from drift.report.html.axis import Axis, Tick, choose_axis
from drift.report.html.undone import UNDONE, third_line, turned_back

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from drift.diagnose.diagnosis import Diagnosis
    from drift.profile.cells import Cells
    from drift.profile.column import ColumnProfile, NumberDetail
    from drift.profile.step import Step
    from drift.report.html.quantiles import Line, Quantiles
    from drift.report.html.sides import Side
    from drift.report.html.undone import Third

    Floats = NDArray[np.float64]

Role = Literal["reference", "live", "undone"]

EVEN: Final = 5e-4  # of an axis: less than half a pixel

_SCALES: Final = {"linear": "", "log": " (logarithmic)", "signed log": " (logarithmic both ways from 0)"}
_CUT: Final = {True: ("What reaches the top is cut there.",), False: ()}
_WEEK: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_HOUR_TICKS: Final = (0, 6, 12, 18, 24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One outline, and what it is in words.

    `risen` is its line in the view of quantiles, empty where there is none; `shares` has the per cent of
    its rows in each bin, as told where a pointer is.
    """

    role: Role
    path: str
    legend: str
    risen: str = ""
    shares: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """Both sides on one axis.

    `axis` says what it shows, `notes` what it does not, and `summary` tells those who do not see it. `ends`
    are those of the bins, as told where a pointer is, which `starts` say: 0 to 1, where each begins; empty
    where all are equally wide.
    """

    curves: tuple[Curve, ...]
    ticks: tuple[Tick, ...]
    axis: str
    notes: tuple[str, ...]
    summary: str
    ends: str
    starts: str
    quantiles: Quantiles | None = None

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
    picture = _drawn(parts, step, what="Value", third=third_line(parts, diagnosis))
    return replace(picture, notes=(*picture.notes, *notes))


def of_lengths(cells: Mapping[Side, Cells], what: str) -> Histogram | None:
    """Return the distributions of whole numbers whose cells are these."""
    parts = {side: _whole(one) for side, one in cells.items() if one.rows}
    return _drawn(parts, 1.0, what=what, third=None) if parts else None


def of_times(drawn: Mapping[Side, ColumnProfile], diagnosis: Diagnosis | None = None) -> Histogram:
    """Return the hours of the day.

    The days of the week where these moved, or where all times are of one hour, as dates are.
    """
    weeks: dict[Role, NDArray[np.int64]] = {side: one.time.week for side, one in drawn.items()}
    back = turned_back(drawn, diagnosis)
    if back is not None:
        weeks["undone"] = back.week
    by_hour = back.by_hour if back else not _days_moved(diagnosis) and _hours_differ(list(weeks.values()))
    size = HOURS if by_hour else WEEKDAYS
    names = [f"{hour:02}:00" for hour in range(HOURS + 1)] if by_hour else list(_WEEK)
    middles = [(day + 0.5) / WEEKDAYS for day in range(WEEKDAYS)]
    counts = [
        _by_hour(week) if by_hour else week.reshape(WEEKDAYS, -1).sum(axis=1) for week in weeks.values()
    ]
    shares = [count / max(count.sum(), 1) for count in counts]
    outlines = chart.outlines(shares, np.arange(size + 1) / size)
    return Histogram(
        curves=tuple(
            Curve(
                role=role,
                path=path,
                legend=UNDONE if role == "undone" else _legend(role, drawn[role].valid),
                shares=_percents(share),
            )
            for role, path, share in zip(weeks, outlines.paths, shares, strict=True)
        ),
        ticks=tuple(Tick(place=hour / HOURS, label=names[hour]) for hour in _HOUR_TICKS)
        if by_hour
        else tuple(Tick(place=place, label=name) for place, name in zip(middles, _WEEK, strict=True)),
        axis="Hour of the day" if by_hour else "Day of the week",
        notes=_CUT[outlines.cut],
        summary=" ".join(
            f"{(UNDONE if role == 'undone' else role).capitalize()}: most at {names[int(np.argmax(count))]}."
            for role, count in zip(weeks, counts, strict=True)
        ),
        ends=" ".join(names),
        starts=_starts(np.arange(size + 1) / size),
    )


def _by_hour(week: NDArray[np.int64]) -> NDArray[np.int64]:
    hours: NDArray[np.int64] = week.reshape(WEEKDAYS, HOURS, -1).sum(axis=(0, 2))
    return hours


def _days_moved(diagnosis: Diagnosis | None) -> bool:
    """Return whether what gained and lost rows are days of the week; hours are told with their minutes."""
    when = diagnosis.parameters.get("when") if diagnosis else None
    return isinstance(when, dict) and not any(":" in name for name in when)


def _hours_differ(weeks: list[NDArray[np.int64]]) -> bool:
    return int(np.count_nonzero(np.sum([_by_hour(week) for week in weeks], axis=0))) > 1


def _drawn(
    parts: Mapping[Side, Distribution],
    step: float | None,
    *,
    what: str,
    third: Third | None,
) -> Histogram:
    axis = choose_axis(list(parts.values()), step)
    edges = axis.edges(step)
    axis = replace(axis, low=float(edges[0]), high=float(edges[-1]))
    with np.errstate(over="ignore"):  # an atom of the largest float is drawn as wide as infinity
        below = {side: part.share_below(edges) for side, part in parts.items()}
        lines = [*below.values(), *([third.below(edges)] if third else [])]
    places = axis.place(edges)
    shares = [np.diff(line) for line in lines]
    drawn = chart.outlines(shares, places)
    roles: tuple[Role, ...] = (*parts, "undone") if third else tuple(parts)
    legends = [_legend(side, part.rows) for side, part in parts.items()]
    told: list[Line] = [(side, part.quantile) for side, part in parts.items()]
    if third:
        legends.append(third.legend)
        told += [(third.legend, third.quantile)] if third.quantile else []
    return Histogram(
        curves=tuple(
            Curve(
                role=role, path=path, legend=legend, risen=chart.risen(line, places), shares=_percents(share)
            )
            for role, path, legend, line, share in zip(
                roles, drawn.paths, legends, lines, shares, strict=True
            )
        ),
        ticks=axis.ticks(step),
        axis=f"{what}{_SCALES[axis.scale]}",
        notes=(
            *_CUT[drawn.cut],
            *(note for side, share in below.items() if (note := _beyond(side, axis, share))),
        ),
        summary=" ".join(_summary(side, part) for side, part in parts.items()),
        ends=" ".join(figures.number(end) for end in edges.tolist()),
        starts=_starts(places),
        quantiles=quantiles.table(told),
    )


def _starts(places: Floats) -> str:
    """Return where bins begin; nothing where all are equally wide, which need not be told one by one."""
    if np.allclose(places, np.linspace(0, 1, places.size), atol=EVEN):
        return ""
    return " ".join(f"{place:.3g}" for place in places[:-1].tolist())


def _percents(shares: Floats) -> str:
    return " ".join(
        figures.percent(share if share > chart.ROUNDING else 0.0)[:-1] for share in shares.tolist()
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
