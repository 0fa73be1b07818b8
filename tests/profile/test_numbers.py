"""Numbers of any type: counts as Python counts them, ends as Python finds them."""

from __future__ import annotations

import math
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from drift.profile.keys import floats_of
from drift.profile.numbers import NUMBER_CELLS, floats_of_series, prepare_numbers
from drift.profile.step import NO_STEP, Step

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.profile.column import ColumnProfile


def profile(values: list[object] | NDArray[np.generic], dtype: pl.DataType | None = None) -> ColumnProfile:
    return prepare_numbers(pl.Series("x", values, dtype=dtype), None).profile


def counts(column: ColumnProfile) -> dict[float, int]:
    assert column.cells.exact
    return dict(zip(floats_of(column.cells.keys).tolist(), column.cells.counts.tolist(), strict=True))


@given(values=st.lists(st.none() | st.floats() | st.sampled_from([0.0, -0.0, 1.0, math.nan, math.inf])))
def test_every_row_is_counted_once(values: list[float | None]) -> None:
    """As null, NaN, an infinity or a finite number; both zeros are one."""
    column = profile(list(values), pl.Float64())
    numbers = [value for value in values if value is not None]
    finite = [value for value in numbers if math.isfinite(value)]
    detail = column.number
    assert (column.rows, column.nulls, column.valid) == (len(values), values.count(None), len(numbers))
    assert detail.nans == sum(math.isnan(value) for value in numbers)
    assert (detail.positive_infinities, detail.negative_infinities) == (
        numbers.count(math.inf),
        numbers.count(-math.inf),
    )
    assert detail.zeros == finite.count(0.0)
    assert counts(column) == dict(Counter(finite))
    assert (detail.lowest, detail.highest) == (min(finite, default=None), max(finite, default=None))
    assert detail.distinct.estimate == len(set(finite))


WIDTHS: Final[dict[str, tuple[pl.DataType, int, int]]] = {
    "Int8": (pl.Int8(), -(2**7), 2**7 - 1),
    "UInt32": (pl.UInt32(), 0, 2**32 - 1),
    "Int64": (pl.Int64(), -(2**63), 2**63 - 1),
    "UInt64": (pl.UInt64(), 0, 2**64 - 1),
    "Int128": (pl.Int128(), -(2**127), 2**127 - 1),
}


@pytest.mark.parametrize("width", WIDTHS)
@given(data=st.data())
def test_ends_of_integers_are_exact(width: str, data: st.DataObject) -> None:
    """Beyond 2^53 too, where a float holds them no more."""
    dtype, low, high = WIDTHS[width]
    values = data.draw(st.lists(st.integers(low, high), min_size=1, max_size=9))
    detail = profile(list(values), dtype).number
    assert (detail.lowest, detail.highest) == (min(values), max(values))


@given(
    values=st.lists(
        st.integers(-(10**38) + 1, 10**38 - 1).map(lambda n: Decimal(f"{n}e-15")), min_size=1, max_size=9
    )
)
def test_ends_of_decimals_are_exact_or_the_float_that_is_printed_the_same(values: list[Decimal]) -> None:
    detail = profile(list(values), pl.Decimal(38, 15)).number
    for end, expected in ((detail.lowest, min(values)), (detail.highest, max(values))):
        assert expected in {end if isinstance(end, Decimal | int) else Decimal(repr(end)), end}


@pytest.mark.parametrize(
    ("values", "dtype", "ends"),
    [
        ([2**53 + 1, 2**53], pl.Int64(), (2**53, 2**53 + 1)),
        ([2.0**60, 1.0], pl.Float64(), (1, 2**60)),  # a whole float is the integer, as in an Int64
        ([2.0**70], pl.Float64(), (2.0**70, 2.0**70)),
        ([2**70], pl.Int128(), (2.0**70, 2.0**70)),  # the same number in another type, the same end
        ([2**70 + 1], pl.Int128(), (2**70 + 1, 2**70 + 1)),
        ([Decimal("0.10"), Decimal("2.00")], pl.Decimal(9, 2), (0.1, 2)),
        (
            [Decimal("0.1234567890123456789012")],
            pl.Decimal(38, 22),
            (Decimal("0.1234567890123456789012"),) * 2,
        ),
        ([-0.0], pl.Float64(), (0, 0)),
        ([1e-300, 1e300], pl.Float64(), (1e-300, 1e300)),
        ([math.nan, math.inf], pl.Float64(), (None, None)),
    ],
)
def test_ends_by_hand(
    values: list[object], dtype: pl.DataType, ends: tuple[int | float | Decimal | None, ...]
) -> None:
    detail = profile(values, dtype).number
    assert (detail.lowest, detail.highest) == ends
    assert [type(end) for end in (detail.lowest, detail.highest)] == [type(end) for end in ends]


SHAPES: Final[dict[str, NDArray[np.float64]]] = {
    "normal": np.random.default_rng(1).normal(size=20_000),
    "1e9 ± 1": np.random.default_rng(2).uniform(1e9 - 1, 1e9 + 1, 20_000),
    "100 ± 1e-9": np.random.default_rng(3).uniform(100 - 1e-9, 100 + 1e-9, 20_000),
    "1e-300 to 1e300": 10 ** np.random.default_rng(4).uniform(-300, 300, 20_000),
    "all floats": np.random.default_rng(5).choice([-1.7e308, 1.7e308], 20_000)
    * np.random.default_rng(6).random(20_000),
    "running numbers": np.arange(20_000.0),
    "half zeros": np.where(np.arange(20_000) % 2, 0.0, np.random.default_rng(7).lognormal(0, 3, 20_000)),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_each_collapsed_cell_has_the_rows_between_its_ends(shape: str) -> None:
    """Whatever the scale: no number is clipped into a cell that it is not in, and none is lost."""
    rows = SHAPES[shape]
    column = profile(rows)
    cells = column.cells
    assert 1 < cells.keys.size <= NUMBER_CELLS
    lower = floats_of(cells.keys << np.uint64(cells.level))
    upper = floats_of((cells.keys << np.uint64(cells.level)) | np.uint64(2**cells.level - 1))
    ordered = np.sort(rows)
    below = np.searchsorted(ordered, upper, side="right") - np.searchsorted(ordered, lower, side="left")
    assert (below == cells.counts).all()
    assert cells.rows == rows.size
    assert (column.number.lowest, column.number.highest) == (rows.min(), rows.max())


@pytest.mark.parametrize("shape", SHAPES)
def test_quantiles_on_the_grid_are_within_its_fullest_cell(shape: str) -> None:
    """The distance of Kolmogorov and Smirnov between the rows and the cells' lower ends, by scipy."""
    rows = SHAPES[shape]
    cells = profile(rows).cells
    on_grid = np.repeat(floats_of(cells.keys << np.uint64(cells.level)), cells.counts)
    gap = float(stats.ks_2samp(rows, on_grid, method="asymp").statistic)
    assert gap <= cells.counts.max() / cells.rows + 1e-12


def test_numbers_all_equal_are_one_exact_cell() -> None:
    column = profile(np.full(50_000, 0.1))
    assert counts(column) == {0.1: 50_000}
    assert column.number.step == Step(decimals=1, units=1)


@pytest.mark.parametrize("dtype", [pl.Int32(), pl.Float64(), pl.Decimal(9, 2), pl.Duration("us"), pl.Time()])
def test_a_column_of_nulls_has_no_ends(dtype: pl.DataType) -> None:
    column = profile([None, None], dtype)
    assert (column.rows, column.nulls, column.cells.rows) == (2, 2, 0)
    assert (column.number.lowest, column.number.highest, column.number.zeros) == (None, None, 0)


@pytest.mark.parametrize("unit", ["ms", "us", "ns"])
def test_durations_are_in_seconds(unit: str) -> None:
    rows = pl.Series("x", [7, 90_000, -1_500, None], dtype=pl.Int64).cast(pl.Duration("ms"))
    column = prepare_numbers(rows.cast(pl.Duration(unit)), None).profile  # type: ignore[arg-type]
    assert counts(column) == {0.007: 1, 90.0: 1, -1.5: 1}
    assert column.number.step == Step(decimals=3, units=1)


def test_durations_of_three_million_years_do_not_wrap_around() -> None:
    rows = pl.Series("x", [10**17], dtype=pl.Int64).cast(pl.Duration("ms"))
    assert prepare_numbers(rows, None).profile.number.highest == 10**14


def test_times_of_day_are_in_seconds_since_midnight() -> None:
    column = profile([None, 0, 3_600_500_000_000, 86_399_000_000_000], pl.Time())
    assert counts(column) == {0.0: 1, 3600.5: 1, 86399.0: 1}


def test_nulls_are_no_numbers_and_every_other_row_keeps_its_place() -> None:
    values, valid = floats_of_series(pl.Series([1, None, 3]))
    assert (values.tolist(), valid.tolist()) == ([1.0, 0.0, 3.0], [True, False, True])


def test_rows_that_differ_beyond_2_to_the_53_have_other_hashes() -> None:
    """A float tells neither these integers nor those apart, the hash of a row does."""
    for dtype, start in ((pl.Int64(), 2**53), (pl.Int64(), -(2**63)), (pl.UInt64(), 2**64 - 100)):
        rows = pl.Series("x", list(range(start, start + 100)), dtype=dtype)
        assert np.unique(prepare_numbers(rows, None).hashes).size == 100


def test_large_numbers_have_the_hash_of_the_same_float() -> None:
    whole = [2**53, 2**60, 2**63 - 1024]
    of_integers, of_unsigned, of_floats = (
        prepare_numbers(pl.Series("x", whole, dtype=dtype), None).hashes.tolist()
        for dtype in (pl.Int64(), pl.UInt64(), pl.Float64())
    )
    assert of_integers == of_unsigned == of_floats


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_known_changes_no_sum(shape: str) -> None:
    """Not the level, not the bound of the sketch, not the step."""
    rows = pl.Series("x", SHAPES[shape])
    first = prepare_numbers(rows[:15_000], None).profile
    plain = first + prepare_numbers(rows[15_000:], None).profile
    hinted = first + prepare_numbers(rows[15_000:], first).profile
    whole = prepare_numbers(rows, None).profile
    for one in (plain, hinted):
        assert one.cells.level == whole.cells.level
        assert (one.cells.keys == whole.cells.keys).all()
        assert (one.cells.counts == whole.cells.counts).all()
        assert (one.number.distinct.hashes == whole.number.distinct.hashes).all()
        assert (one.number.distinct.counts == whole.number.distinct.counts).all()
        assert one.number.step == whole.number.step


def test_no_number_is_too_large_to_be_counted() -> None:
    """Neither the range of all floats nor a power of ten times one of them is a float."""
    detail = profile([1.7e308, -1.7e308, 0.5]).number
    assert detail.step == NO_STEP
    assert (detail.lowest, detail.highest) == (-1.7e308, 1.7e308)
