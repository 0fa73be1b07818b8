"""What a reference or a profile holds, as values: a description of each column, and of the whole.

Whoever shows it (`contents_text`, JSON, a user's own program) finds the same facts here.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from drift.diagnose.unit_names import unit_hint
from drift.judge.tolerance import choose_tolerance
from drift.profile.column_store import end_to_json
from drift.profile.kind import Kind, infer_kind
from drift.profile.store import content_digest

if TYPE_CHECKING:
    from drift.config import Config
    from drift.judge.promotion import Promotion
    from drift.judge.reference import Reference
    from drift.judge.tolerance import Tolerance
    from drift.profile.column import ColumnProfile
    from drift.profile.profiled import Profiled
    from drift.profile.table import Profile
    from drift.sources.schema import Contract

LEVELS_SHOWN = 5  # of a category; their number is said beside them

# The statistic that a kind of column is judged by first.
MAIN = {
    "number": "ks",
    "category": "total_variation",
    "boolean": "total_variation",
    "time": "hour_total_variation",
    "nested": "length_ks",
}
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - clocks of a column's own zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """How far a column may move in batches of one span before it is a breach.

    `span_hours` is 0 where no time column taught anything; `tolerance` is in the statistic's unit.
    """

    statistic: str
    span_hours: int
    tolerance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnContents:
    """What is known of one column.

    Attributes
    ----------
    name, kind, kind_reason, dtype : str
        What it is, and why.
    rows, nulls : int
        All rows, and those that are null.
    distinct : float or None
        Distinct values, estimated where there are many.
    lowest, highest : int, float, str or None
        The ends of numbers and of times (in ISO 8601, as the clocks there show them).
    levels : tuple of str
        The most frequent levels of a category.
    unit : str or None
        The unit, as pint spells it.
    unit_reason : str or None
        Who says so.
    movement : tuple of Movement
        Of the main statistic, for each span that was learned; empty for a profile.
    told_tolerance : float or None
        What the config says instead.
    """

    name: str
    kind: str
    kind_reason: str
    dtype: str
    rows: int
    nulls: int
    distinct: float | None
    lowest: float | str | None
    highest: float | str | None
    levels: tuple[str, ...]
    unit: str | None
    unit_reason: str | None
    movement: tuple[Movement, ...]
    told_tolerance: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentContents:
    """What is known of one segment column.

    Attributes
    ----------
    column : str
        Its name.
    levels : tuple of SegmentLevel
        The levels that are kept apart, the largest first.
    others : int
        Rows of all other levels.
    """

    column: str
    levels: tuple[SegmentLevel, ...]
    others: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentLevel:
    """A level and its rows."""

    value: str | float | bool | None
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a file holds.

    Attributes
    ----------
    kind : str
        "reference" or "profile".
    path : str or None
        The file.
    rows : int
        Rows that it was made of.
    digest : str
        ``sha256:…`` of the content.
    created_at : datetime or None
        When a reference was fitted; a profile does not say.
    dataset : str
        The name of the data.
    time : str or None
        The column along which movement is learned.
    sample_rows : int
        Distinct rows in the sample.
    sources : tuple of str
        Where the rows of a profile came from.
    columns : tuple of ColumnContents
        In the order of the data.
    window : str or None
        Of which rows of the training data a reference was learned, where a span of time chose them.
    promotions : tuple of Promotion
        What was added to a reference since it was fitted.
    segments : tuple of SegmentContents
        The config's segment columns.
    """

    kind: str
    path: str | None
    rows: int
    digest: str
    created_at: datetime | None
    dataset: str
    time: str | None
    sample_rows: int
    sources: tuple[str, ...]
    columns: tuple[ColumnContents, ...]
    window: str | None = None
    promotions: tuple[Promotion, ...] = ()
    segments: tuple[SegmentContents, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return all of it as JSON holds it."""
        created = self.created_at and self.created_at.astimezone(UTC).isoformat(timespec="seconds")
        return asdict(replace(self, promotions=())) | {
            "created_at": created and created.replace("+00:00", "Z"),
            "promotions": [one.to_dict() for one in self.promotions],
        }


def contents_of_reference(reference: Reference) -> Contents:
    """Return what a reference holds."""
    columns = _columns(
        reference.profile, reference.contract, reference.config, reference.kinds, reference.tolerances
    )
    return Contents(
        kind="reference",
        path=reference.path,
        rows=reference.profile.rows,
        digest=reference.digest,
        created_at=reference.created_at,
        dataset=reference.config.dataset,
        time=reference.config.time,
        sample_rows=int(reference.profile.sample.hashes.size),
        sources=(),
        columns=columns,
        window=reference.window,
        promotions=reference.promotions,
        segments=_segments(reference.profile),
    )


def contents_of_profile(table: Profiled) -> Contents:
    """Return what a profile holds; a kind that the config names is taken as it is."""
    kinds = {}
    for name, column in table.profile.columns.items():
        told = table.config.column(name).kind
        kinds[name] = Kind(kind=told, reason="the config says so") if told else infer_kind(column)
    return Contents(
        kind="profile",
        path=table.path,
        rows=table.profile.rows,
        digest=content_digest(table.profile),
        created_at=None,
        dataset=table.config.dataset,
        time=table.profile.plan.time,
        sample_rows=int(table.profile.sample.hashes.size),
        sources=table.names,
        columns=_columns(table.profile, table.contract, table.config, kinds, {}),
        segments=_segments(table.profile),
    )


def _segments(profile: Profile) -> tuple[SegmentContents, ...]:
    return tuple(
        SegmentContents(
            column=name,
            levels=tuple(
                SegmentLevel(value=level.value, rows=level.rows)
                for _, level in sorted(one.levels.items(), key=lambda item: (-item[1].rows, item[0]))
            ),
            others=one.rest.rows,
        )
        for name, one in profile.segments.items()
    )


def _columns(
    profile: Profile,
    contract: Contract,
    config: Config,
    kinds: dict[str, Kind],
    tolerances: dict[str, tuple[Tolerance, ...]],
) -> tuple[ColumnContents, ...]:
    found = []
    for typed in contract.columns:
        name, column = typed.name, profile.columns[typed.name]
        kind, told = kinds[name], config.column(name)
        lowest, highest = _ends(column)
        hint = unit_hint(name) if column.family == "number" and told.unit is None else None
        found.append(
            ColumnContents(
                name=name,
                kind=kind.kind,
                kind_reason=kind.reason,
                dtype=typed.dtype,
                rows=column.rows,
                nulls=column.nulls,
                distinct=_distinct(column),
                lowest=lowest,
                highest=highest,
                levels=_levels(column) if kind.kind == "category" else (),
                unit=told.unit or (hint.unit if hint else None),
                unit_reason="the config" if told.unit else "its name" if hint else None,
                movement=_movement(kind.kind, tolerances.get(name), timeless=profile.plan.time is None),
                told_tolerance=told.tolerance,
            )
        )
    return tuple(found)


def _ends(column: ColumnProfile) -> tuple[float | str | None, float | str | None]:
    match column.family:
        case "number":
            return end_to_json(column.number.lowest), end_to_json(column.number.highest)
        case "time":
            return _clock(column.time.lowest), _clock(column.time.highest)
        case _:
            return None, None


def _clock(microseconds: int | None) -> str | None:
    """Return what the clocks showed; beyond the years that a datetime holds, the number itself."""
    if microseconds is None:
        return None
    try:
        return (_EPOCH + timedelta(microseconds=microseconds)).isoformat()
    except OverflowError:
        return str(microseconds)


def _distinct(column: ColumnProfile) -> float | None:
    if column.family in ("number", "text") and column.cells.exact:
        return float(column.cells.keys.size)
    match column.family:
        case "number":
            return float(column.number.distinct.estimate)
        case "text":
            return float(column.text.distinct.estimate)
        case "boolean":
            return float(column.cells.keys.size)
        case _:
            return None


def _levels(column: ColumnProfile) -> tuple[str, ...]:
    """Return the names of the most frequent levels, as far as they are kept; ties in alphabetical order."""
    if column.family != "text" or not column.cells.exact:
        return ()
    names = column.text.names
    counted = zip(column.cells.keys.tolist(), column.cells.counts.tolist(), strict=True)
    named = sorted((-count, names[key]) for key, count in counted if key in names)
    return tuple(name for _, name in named[:LEVELS_SHOWN])


def _movement(kind: str, learned: tuple[Tolerance, ...] | None, *, timeless: bool) -> tuple[Movement, ...]:
    """Return what a check tolerates of a column, by span; of a profile alone, None was learned."""
    statistic = MAIN.get(kind)
    if statistic is None or learned is None:
        return ()
    spans = sorted({one.span_hours for one in learned if one.statistic == statistic})
    spans = spans or [0] * timeless
    return tuple(
        Movement(
            statistic=statistic, span_hours=span, tolerance=choose_tolerance(learned, statistic, float(span))
        )
        for span in spans
    )
