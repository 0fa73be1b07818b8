"""A column as a row of the table of all columns: its verdict, its main distance, all it was measured by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from drift.compare.column import missing_rows
from drift.judge.checks import CHECKS
from drift.report import text
from drift.report.html import chart, figures
from drift.report.html.cards import row_id
from drift.report.html.picture import Picture, draw

if TYPE_CHECKING:
    from drift.judge.result import ColumnResult, Judged, Verdict
    from drift.profile.column import ColumnProfile
    from drift.report.html.cards import Card
    from drift.report.html.histogram import Curve
    from drift.report.html.sides import Sides

_ORDER: Final = {check.statistic: place for place, check in enumerate(CHECKS)}
_MOST: Final = 1e9  # times a limit; more is as far
LIMIT_AT: Final = 2 / 3  # of a meter's width: a distance may pass its limit and still be on it

_NAMES: Final = {
    "ks": "KS distance",
    "psi": "PSI",
    "chi_square": "chi-square",
    "jensen_shannon": "Jensen-Shannon distance",
    "hellinger": "Hellinger distance",
    "wasserstein": "Wasserstein distance",
    "nonzero_ks": "KS distance without zeros",
    "log_size_ratio": "logarithm of the ratio of typical sizes",
    "length_ks": "KS distance of lengths",
    "level_share": "largest change of a level's share",
    "null_share": "change of the missing share",
    "outside_share": "share outside training's range",
    "short_share": "share of training beyond the batch's range",
    "calendar_share": "share that is not what the time says",
    "rare_size_share": "largest excess of values of a rare size",
    "atom_share": "largest excess of one value",
    "lattice_share": "share of multiples of a step",
    "unseen_share": "share in unseen levels",
    "new_level_share": "share of one unseen level",
    "lost_share": "share of training in lost levels",
    "new_pattern_share": "share in unseen patterns",
    "garbled_share": "share with a mark of damage",
    "clock_ks": "KS distance of the time of day",
    "weekday_total_variation": "total variation of weekdays",
    "pattern_total_variation": "total variation of patterns",
    "hour_total_variation": "total variation of hours",
    "repeated_share": "change of the repeated share",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A measurement as told."""

    statistic: str
    value: str
    error: str
    margin: str
    tolerance: str
    probability: str
    decides: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Meter:
    """A distance against its limit, chance plus tolerance, as told and as SVG lengths."""

    statistic: str
    value: str
    margin: str
    tolerance: str
    over: bool
    value_width: str
    margin_width: str
    limit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A column of the table; `picture` is None where a card shows it, to which `card` leads.

    `ratio` is the distance over its limit and `gap` the change of the missing share, to sort by.
    """

    identity: str
    verdict: Verdict
    name: str
    kind: str
    kind_reason: str
    dtypes: str
    owner: str | None
    spark: tuple[Curve, ...]
    meter: Meter | None
    missing: str
    note: tuple[text.Span, ...]
    lines: tuple[Line, ...]
    card: str | None
    picture: Picture | None
    ratio: str
    gap: str


def row_of(column: ColumnResult, sides: Sides, card: Card | None) -> Row:
    """Return the row of a column; `card` tells its findings, and has its picture already."""
    picture = card.picture if card and card.picture else draw(column, sides)
    main = _main(column)
    return Row(
        identity=row_id(column.name) if card else text.anchor(column.name),
        verdict=column.verdict,
        name=text.label(column.name),
        kind=column.kind,
        kind_reason=text.visible(column.kind_reason),
        dtypes=_dtypes(column),
        owner=None if column.owner is None else text.visible(column.owner),
        spark=picture.spark,
        meter=_meter(main) if main else None,
        missing=_missing(sides),
        note=_note(column),
        lines=tuple(_line(judged) for judged in column.measurements),
        card=card.identity if card else None,
        picture=None if card else picture,
        ratio=_sortable(_ratio(main)),
        gap=_sortable(_missing_gap(sides)),
    )


def _sortable(value: float) -> str:
    return f"{value:.4g}"


def _ratio(judged: Judged | None) -> float:
    """Return how many times its limit a distance is; -1 where nothing was measured."""
    if judged is None:
        return -1.0
    limit = judged.measurement.margin + (judged.tolerance or 0.0)
    return min(judged.measurement.value / limit, _MOST) if limit > 0 else float(judged.measurement.value > 0)


def statistic_name(statistic: str) -> str:
    """Return a statistic's name in words."""
    return _NAMES.get(statistic, text.visible(statistic.replace("_", " ")))


def _main(column: ColumnResult) -> Judged | None:
    """Return the measurement that decided; where none did, the first of the checks, missing values last."""
    wanted = next((one.statistic for one in column.findings if one.statistic is not None), None)

    def rank(judged: Judged) -> tuple[bool, bool, int]:
        name = judged.measurement.statistic
        return name != wanted, name == "null_share", _ORDER.get(name, len(_ORDER))

    return min((one for one in column.measurements if one.tolerance is not None), key=rank, default=None)


def _meter(judged: Judged) -> Meter:
    measurement, tolerance = judged.measurement, judged.tolerance or 0.0
    limit = measurement.margin + tolerance
    whole = limit / LIMIT_AT or max(measurement.value, 1.0)
    return Meter(
        statistic=statistic_name(measurement.statistic),
        value=figures.number(measurement.value),
        margin=figures.number(measurement.margin),
        tolerance=figures.number(tolerance),
        over=measurement.value > limit,
        value_width=chart.length(measurement.value, whole),
        margin_width=chart.length(measurement.margin, whole),
        limit=chart.place(limit / whole),
    )


def _line(judged: Judged) -> Line:
    one = judged.measurement
    return Line(
        statistic=statistic_name(one.statistic),
        value=figures.number(one.value),
        error=figures.number(one.error) if one.error else "",
        margin=figures.number(one.margin),
        tolerance=figures.number(judged.tolerance),
        probability=figures.probability(one.p_value),
        decides=one.decides,
    )


def _missing_gap(sides: Sides) -> float:
    before, now = (
        missing_rows(one) / one.rows if one and one.rows else 0.0 for one in (sides.reference, sides.live)
    )
    return abs(now - before)


def _missing(sides: Sides) -> str:
    before, now = _missing_share(sides.reference), _missing_share(sides.live)
    return before if before == now else f"{before} → {now}"


def _missing_share(column: ColumnProfile | None) -> str:
    return figures.percent(missing_rows(column) / column.rows) if column and column.rows else figures.NONE


def _note(column: ColumnResult) -> tuple[text.Span, ...]:
    if column.findings:
        faults = [one.diagnosis.fault if one.diagnosis else one.check for one in column.findings]
        return text.spans(", ".join(fault.replace("_", " ") for fault in dict.fromkeys(faults)))
    return text.spans(
        f"{column.reason[:1].upper()}{column.reason[1:]}." if column.reason else "", column.name
    )


def _dtypes(column: ColumnResult) -> str:
    before, now = (
        text.label(one) if one else "absent" for one in (column.reference_dtype, column.live_dtype)
    )
    return before if before == now else f"{before} → {now}"
