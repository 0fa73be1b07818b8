"""A profile is a sum: of any rows, in any order and any parts, in any width, to the byte the same."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, reduce
from itertools import pairwise
from operator import add
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drift.profile import calendar, cells, level, level_names, numbers, others, pieces, texts, times
from drift.profile.archive import archive_bytes
from drift.profile.pieces import MAX_PIECES, SPANS
from drift.profile.store import content_digest, profile_of_rows, profile_rows
from drift.profile.table import Plan, Profile, empty_profile, profile_batch, profile_batches

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

T = TypeVar("T")

PLANS: Final = (
    Plan(),
    Plan(sample=3),
    Plan(sample=3, pieces="calendar", time="t"),
    Plan(pieces="calendar", time="t"),
    Plan(sample=100, pieces="calendar", time="t"),
    Plan(sample=3, key=("x", ""), hidden=("",)),
    Plan(sample=3, segments=("", "t"), levels=2),
    Plan(segments=("t",), levels=1, named=((0,),), pieces="calendar", time="t"),
)

# For laws that are tried on each kind of column in turn, most of which run the same code.
few = settings(max_examples=settings().max_examples // 6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A physical type and what may stand in it; `physical` values are cast from integers."""

    dtype: pl.DataType
    values: st.SearchStrategy[object]
    physical: pl.DataType | None = None

    def series(self, values: list[object]) -> pl.Series:
        if self.physical is None:
            return pl.Series("x", values, dtype=self.dtype)
        return pl.Series("x", values, dtype=self.physical).cast(self.dtype)


def _integers(low: int, high: int) -> st.SearchStrategy[object]:
    return st.integers(max(low, -3), 5) | st.integers(low, high)


def _decimals(digits: int, scale: int) -> st.SearchStrategy[object]:
    return st.integers(-(10**digits) + 1, 10**digits - 1).map(lambda n: Decimal(f"{n}e-{scale}"))


FLOATS: Final = (0.0, -0.0, 1.0, 0.1, 1e300, 1.7e308, -1.7e308, 1e-300, 5e-324, 2.0**53, 2.0**63)
YEARS_100: Final = 100 * 365 * 24 * 3600
KINDS: Final[dict[str, Column]] = {
    "Int64": Column(dtype=pl.Int64(), values=_integers(-(2**63), 2**63 - 1)),
    "UInt8": Column(dtype=pl.UInt8(), values=st.integers(0, 255)),
    "UInt64": Column(dtype=pl.UInt64(), values=_integers(0, 2**64 - 1)),
    "Int128": Column(dtype=pl.Int128(), values=_integers(-(2**127), 2**127 - 1)),
    "Float64": Column(dtype=pl.Float64(), values=st.sampled_from(FLOATS) | st.floats()),
    "Float32": Column(dtype=pl.Float32(), values=st.floats(width=32)),
    "near 1e9": Column(dtype=pl.Float64(), values=st.floats(1e9 - 1, 1e9 + 1)),
    "near 100": Column(dtype=pl.Float64(), values=st.floats(100 - 1e-9, 100 + 1e-9)),
    "prices": Column(dtype=pl.Decimal(12, 2), values=_decimals(9, 2)),
    "large decimals": Column(dtype=pl.Decimal(38, 12), values=_decimals(38, 12)),
    "durations": Column(dtype=pl.Duration("ns"), values=_integers(-(2**63), 2**63 - 1), physical=pl.Int64()),
    "times of day": Column(dtype=pl.Time(), values=st.integers(0, 86_399_999_999_999), physical=pl.Int64()),
    "few texts": Column(dtype=pl.String(), values=st.sampled_from(["", "a", "A", "Ärger", "x" * 300])),
    "texts": Column(dtype=pl.String(), values=st.text(max_size=6)),
    "categories": Column(dtype=pl.Categorical(), values=st.text(max_size=2)),
    "enumeration": Column(dtype=pl.Enum(["a", "b", ""]), values=st.sampled_from(["a", "b", ""])),
    "booleans": Column(dtype=pl.Boolean(), values=st.booleans()),
    "dates": Column(dtype=pl.Date(), values=st.integers(-40_000, 40_000), physical=pl.Int32()),
    "datetimes": Column(
        dtype=pl.Datetime("ms"), values=_integers(-YEARS_100, 1000 * YEARS_100), physical=pl.Int64()
    ),
    "nanoseconds in Lisbon": Column(
        dtype=pl.Datetime("ns", "Europe/Lisbon"),
        values=_integers(-YEARS_100, 10**9 * YEARS_100),
        physical=pl.Int64(),
    ),
    "lists": Column(dtype=pl.List(pl.Int64()), values=st.lists(st.integers(0, 2), max_size=4)),
    "arrays": Column(dtype=pl.Array(pl.Int64(), 2), values=st.just([1, 2]) | st.just([3, 4])),
    "structs": Column(dtype=pl.Struct({"a": pl.Int64()}), values=st.just({"a": 1}) | st.just({"a": 2})),
    "binary": Column(dtype=pl.Binary(), values=st.binary(max_size=2)),
    "nothing": Column(dtype=pl.Null(), values=st.none()),
}


def _rows(values: st.SearchStrategy[T], height: int) -> st.SearchStrategy[list[T]]:
    return st.lists(values, min_size=height, max_size=height)


@st.composite
def frames(draw: st.DrawFn, column: Column) -> pl.DataFrame:
    """Draw rows of a column `x`, of a time `t` over hours or centuries, and of a text with an odd name."""
    height = draw(st.integers(0, 24))
    hours = draw(st.sampled_from([1, 24 * 5, 24 * 365]))
    x = column.series(draw(_rows(st.none() | column.values, height)))
    t = draw(_rows(st.none() | st.integers(-30, 30).map(lambda n: n * hours * 3_600_000_000), height))
    odd = draw(_rows(st.sampled_from(["a", "b", None]), height))
    return pl.DataFrame(
        {
            "x": x,
            "t": pl.Series(t, dtype=pl.Int64).cast(pl.Datetime("us")),
            "": pl.Series(odd, dtype=pl.String),
        }
    )


@contextlib.contextmanager
def limits(*, tight: bool) -> Iterator[None]:
    """Make every bound so tight that two dozen rows reach it: grids collapse, sketches and calendars too."""
    with pytest.MonkeyPatch.context() as patch:
        if tight:
            patch.setattr(cells, "PROBE_ROWS", 5)
            patch.setattr(numbers, "NUMBER_CELLS", 4)
            patch.setattr(numbers, "NUMBER_DISTINCT", 3)
            patch.setattr(texts, "TEXT_CELLS", 4)
            patch.setattr(texts, "TEXT_DISTINCT", 3)
            patch.setattr(texts, "LENGTH_CELLS", 2)
            for module in (texts, level_names):
                patch.setattr(module, "NAME_CHARACTERS", 2)
            patch.setattr(level_names, "LEAST_ROWS", 1)
            patch.setattr(times, "TIME_CELLS", 4)
            patch.setattr(others, "NESTED_CELLS", 2)
            patch.setattr(pieces, "PIECE_CELLS", 4)
            patch.setattr(calendar, "MAX_PIECES", 3)
            patch.setattr(level, "LEVEL_CELLS", dict.fromkeys(level.LEVEL_CELLS, 2))
            patch.setattr(level, "LEVEL_DISTINCT", 2)
        yield


def stored(profile: Profile) -> bytes:
    """Return the file that a profile is kept as."""
    return archive_bytes("profile", *profile_rows(profile, side="x"))


def reread(profile: Profile) -> Profile:
    """Return a profile as it comes back from its rows."""
    return profile_of_rows(*profile_rows(profile, side="x"), side="x")


def cut(frame: pl.DataFrame, places: list[int]) -> list[pl.DataFrame]:
    """Return the frame's rows in parts that end at these places; some may be empty."""
    ends = [0, *sorted(min(place, frame.height) for place in places), frame.height]
    return [frame[start:end] for start, end in pairwise(ends)]


plans = st.sampled_from(PLANS)
places = st.lists(st.integers(0, 24), min_size=2, max_size=2)


@pytest.mark.parametrize("kind", KINDS)
@few
@given(data=st.data(), plan=plans, places=places, tight=st.booleans())
def test_profiles_add_up_to_that_of_all_rows(
    kind: str, data: st.DataObject, plan: Plan, places: list[int], *, tight: bool
) -> None:
    """The sum is associative and commutative, and a profile that was on disk adds up as before."""
    rows = data.draw(frames(KINDS[kind]))
    with limits(tight=tight):
        whole = stored(profile_batch(rows, plan))
        one, two, three = (profile_batch(part, plan) for part in cut(rows, places))
        assert stored((one + two) + three) == whole
        assert stored(one + (two + three)) == whole
        assert stored((three + one) + two) == whole
        assert stored(reread(two) + reread(three) + reread(one)) == whole


@pytest.mark.parametrize("kind", KINDS)
@few
@given(
    data=st.data(),
    plan=plans,
    batch=st.integers(1, 24),
    workers=st.sampled_from([1, 2, 4]),
    seed=st.integers(0, 99),
    tight=st.booleans(),
)
def test_no_order_batch_or_thread_changes_a_profile(  # noqa: PLR0917 - each is a thing that must not matter
    kind: str,
    data: st.DataObject,
    plan: Plan,
    batch: int,
    workers: int,
    seed: int,
    tight: bool,  # noqa: FBT001
) -> None:
    """Not even what a stream knows already when the next batch comes."""
    rows = data.draw(frames(KINDS[kind]))
    with limits(tight=tight):
        whole = stored(profile_batch(rows, plan))
        mixed = rows.sample(fraction=1, shuffle=True, seed=seed).select(reversed(rows.columns))
        streamed = profile_batches([mixed.head(0), *mixed.iter_slices(batch)], plan, workers=workers)
        assert stored(streamed) == whole
        assert content_digest(streamed) == content_digest(profile_batch(rows, plan))


@given(kind=st.sampled_from(sorted(KINDS)), data=st.data(), plan=plans)
def test_the_empty_profile_changes_nothing(kind: str, data: st.DataObject, plan: Plan) -> None:
    profile = profile_batch(data.draw(frames(KINDS[kind])), plan)
    nothing = empty_profile(plan)
    assert (
        stored(nothing + profile) == stored(profile) == stored(profile + nothing) == stored(reread(profile))
    )
    assert stored(nothing + nothing) == stored(nothing) == stored(reread(nothing))


@given(
    kind=st.sampled_from([name for name in KINDS if name not in {"nothing", "binary"}]),
    data=st.data(),
    plan=plans,
    places=places,
    tight=st.booleans(),
)
def test_a_column_that_a_part_lacks_is_null_there(
    kind: str, data: st.DataObject, plan: Plan, places: list[int], *, tight: bool
) -> None:
    """It is the same whether it is missing, of type Null, or of its own type and full of nulls."""
    one, two, _ = cut(data.draw(frames(KINDS[kind])), places)
    nulls = pl.lit(None).alias("x")
    with limits(tight=tight):
        first = profile_batch(one, plan)
        typed = first + profile_batch(two.with_columns(nulls.cast(one.schema["x"])), plan)
        untyped = profile_batch(two.with_columns(nulls), plan) + first
        lacking = first + profile_batch(two.drop("x"), plan)
        assert content_digest(typed) == content_digest(untyped) == content_digest(lacking)
        assert stored(typed) == stored(lacking)
        streamed = [two.drop("x"), one, two.head(0)]
        assert stored(profile_batches(streamed, plan)) == stored(lacking)


@given(plan=plans, places=places, start=st.integers(0, 5), tight=st.booleans())
def test_parts_without_the_time_column_have_no_place_in_the_calendar(
    plan: Plan, places: list[int], start: int, *, tight: bool
) -> None:
    hours = np.arange(start, start + 24) * 3_600_000_000 * 30
    rows = pl.DataFrame({"x": range(24), "t": pl.Series(hours).cast(pl.Datetime("us"))})
    one, two, three = cut(rows, places)
    two = two.with_columns(t=pl.lit(None, pl.Datetime("us")))
    with limits(tight=tight):
        parts = [profile_batch(part, plan) for part in (one, two.drop("t"), three)]
        whole = stored(profile_batch(pl.concat([one, two, three]), plan))
        assert rows.height == sum(part.rows for part in parts)
        if one.height or three.height:
            assert stored(reduce(add, parts)) == whole == stored(reduce(add, reversed(parts)))


NUMBER_WIDTHS: Final = [pl.Int16(), pl.Int32(), pl.Int64(), pl.Int128(), pl.Float64(), pl.Decimal(20, 0)]


@given(values=st.lists(st.none() | st.integers(-(2**15), 2**15 - 1), max_size=24), plan=plans)
def test_the_same_whole_numbers_in_any_width_are_the_same_content(
    values: list[int | None], plan: Plan
) -> None:
    assert len({digest_of(values, dtype, plan) for dtype in NUMBER_WIDTHS}) == 1


@given(
    values=st.lists(st.integers(2**53, 2**63 - 1).map(lambda n: int(float(n) / 2)), max_size=24), plan=plans
)
def test_so_are_large_whole_numbers_that_a_float_holds(values: list[int], plan: Plan) -> None:
    assert len({digest_of(values, dtype, plan) for dtype in (pl.Int64(), pl.UInt64(), pl.Float64())}) == 1


@given(cents=st.lists(st.none() | st.integers(-(10**12), 10**12), max_size=24), plan=plans)
def test_the_same_decimals_are_the_same_content_as_floats(cents: list[int | None], plan: Plan) -> None:
    exact = [None if cent is None else Decimal(f"{cent}e-2") for cent in cents]
    near = [None if price is None else float(price) for price in exact]
    wider = digest_of(exact, pl.Decimal(30, 6), plan)
    assert digest_of(exact, pl.Decimal(20, 2), plan) == wider == digest_of(near, pl.Float64(), plan)


@given(values=st.lists(st.none() | st.sampled_from(["a", "b", ""]), max_size=24), plan=plans)
def test_the_same_texts_are_the_same_content_as_categories(values: list[str | None], plan: Plan) -> None:
    widths = (pl.String(), pl.Categorical(), pl.Enum(["b", "", "a", "unused"]))
    assert len({digest_of(values, dtype, plan) for dtype in widths}) == 1


@given(days=st.lists(st.none() | st.integers(-40_000, 40_000), max_size=24), plan=plans)
def test_the_same_dates_are_the_same_content_as_midnights(days: list[int | None], plan: Plan) -> None:
    dates = pl.Series("x", days, dtype=pl.Int32).cast(pl.Date)
    midnights = (dates.cast(dtype) for dtype in (pl.Datetime("ms"), pl.Datetime("us"), pl.Datetime("ns")))
    assert len({digest(rows, plan) for rows in (dates, *midnights)}) == 1


@given(milliseconds=st.lists(st.none() | st.integers(-(10**11), 10**11), max_size=24), plan=plans)
def test_the_same_durations_in_any_unit_are_the_same_content(
    milliseconds: list[int | None], plan: Plan
) -> None:
    durations = pl.Series("x", milliseconds, dtype=pl.Int64).cast(pl.Duration("ms"))
    finer = (durations.cast(dtype) for dtype in (pl.Duration("us"), pl.Duration("ns")))
    assert len({digest(rows, plan) for rows in (durations, *finer)}) == 1


def digest_of(values: Sequence[object], dtype: pl.DataType, plan: Plan) -> str:
    return digest(pl.Series("x", values, dtype=dtype), plan)


def digest(column: pl.Series, plan: Plan) -> str:
    """Return the content's digest of a frame of one column, and hours beside it for the calendar."""
    hours = pl.Series("t", np.arange(len(column)) * 3_600_000_000).cast(pl.Datetime("us"))
    return content_digest(profile_batch(pl.DataFrame([column, hours]), plan))


RANDOM_ROWS: Final = 12_000


@cache
def many_rows() -> pl.DataFrame:
    """Return rows that reach every real bound: cells, distinct values, levels, lengths, pieces."""
    random = np.random.default_rng(20261122)
    hours = np.sort(random.integers(0, 3 * 365 * 24, RANDOM_ROWS))
    unique = random.integers(0, 2**62, RANDOM_ROWS)
    return pl.DataFrame(
        {
            "normal": random.normal(size=RANDOM_ROWS),
            "near 1e9": random.uniform(1e9 - 1, 1e9 + 1, RANDOM_ROWS),
            "near 100": 100 + random.uniform(-1e-9, 1e-9, RANDOM_ROWS),
            "all scales": random.choice([1e-300, -1.0, 0.0, 1e300], RANDOM_ROWS) * random.random(RANDOM_ROWS),
            "zero or wide": np.where(
                random.random(RANDOM_ROWS) < 0.5, 0.0, random.lognormal(0, 9, RANDOM_ROWS)
            ),
            "serial": np.arange(RANDOM_ROWS),
            "large": unique,
            "constant": np.full(RANDOM_ROWS, 7),
            "id": [f"id-{number:x}" for number in unique],
            "text": [chr(97 + number % 26) * (number % 300) for number in unique],
            "list": pl.Series([[0] * (number % 300) for number in unique]),
            "t": pl.Series(hours * 3_600_000_000).cast(pl.Datetime("us")),
        }
    ).with_columns(pl.when(pl.int_range(pl.len()) % 7 > 0).then(pl.col("t")))


@pytest.mark.parametrize("plan", PLANS, ids=str)
def test_the_laws_hold_at_the_real_bounds(plan: Plan) -> None:
    """Ten thousand rows in one batch, and shuffled in batches of 997 and 5,000."""
    rows = many_rows()
    profile = profile_batch(rows, plan)
    whole = stored(profile)
    for batch, workers in ((997, 4), (5_000, 1)):
        mixed = rows.sample(fraction=1, shuffle=True, seed=batch)
        assert stored(profile_batches(mixed.iter_slices(batch), plan, workers=workers)) == whole
    halves = [profile_batch(rows[::2], plan), profile_batch(rows[1::2], plan)]
    assert stored(reread(halves[1]) + halves[0]) == whole == stored(reread(profile))
    assert not any(profile.columns[name].cells.exact for name in ("normal", "near 1e9", "large", "id"))
    assert profile.columns["constant"].cells.exact
    if profile.piece_rows is not None and plan.pieces == "calendar":
        assert SPANS[profile.piece_rows.span].name == "week"
        assert profile.piece_rows.pieces.size <= MAX_PIECES


@pytest.mark.parametrize("plan", PLANS, ids=str)
def test_a_table_without_rows_or_columns_has_a_profile(plan: Plan) -> None:
    for frame in (pl.DataFrame(), many_rows().head(0)):
        profile = profile_batch(frame, plan)
        assert profile.rows == 0
        assert list(profile.columns) == sorted(frame.columns)
        assert stored(profile) == stored(reread(profile)) == stored(profile_batches([frame], plan))
