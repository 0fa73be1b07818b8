"""Weighted counts are what numpy's weighted ones are, whatever the order and cut of the rows."""

from __future__ import annotations

from functools import reduce
from operator import add

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.errors import WeightUnusableError
from drift.profile.keys import floats_of, text_key
from drift.profile.store import content_digest
from drift.profile.table import Plan, profile_batches
from drift.profile.weights import DIGITS, MAX_TOTAL, no_weights, reweighted, units_of, weigh

weights = st.floats(0, 8, width=32) | st.sampled_from([0.0, 0.1, 1.0, 2.5, 1e-9])
rows = st.lists(
    st.tuples(
        st.sampled_from([None, 0.0, 1.0, 2.5, float("nan"), float("inf")]),
        st.sampled_from(["a", "bb", None]),
        weights,
    ),
    min_size=1,
    max_size=20,
)


def frame_of(drawn: list[tuple[float | None, str | None, float]]) -> pl.DataFrame:
    return pl.DataFrame(
        {"x": [one[0] for one in drawn], "t": [one[1] for one in drawn], "w": [one[2] for one in drawn]},
        schema={"x": pl.Float64, "t": pl.String, "w": pl.Float64},
        strict=False,
    )


@given(drawn=rows, cut=st.integers(0, 20), seed=st.integers(0, 9))
def test_order_and_cut_of_the_rows_do_not_matter(
    drawn: list[tuple[float | None, str | None, float]], cut: int, seed: int
) -> None:
    frame = frame_of(drawn)
    shuffled = frame.sample(fraction=1, shuffle=True, seed=seed)
    whole = weigh(frame, "w")
    parts = reduce(add, [no_weights(), *(weigh(part, "w") for part in (shuffled[:cut], shuffled[cut:]))])
    assert (parts.total, parts.squares) == (whole.total, whole.squares)
    before, after = (
        {name: column for name, column in one.profile.columns.items() if column.rows}
        for one in (whole, parts)
    )
    for name, column in before.items():
        assert (after[name].rows, after[name].nulls) == (column.rows, column.nulls)
        assert after[name].cells.keys.tolist() == column.cells.keys.tolist()
        assert after[name].cells.counts.tolist() == column.cells.counts.tolist()


@given(drawn=rows)
def test_each_row_counts_its_weight(drawn: list[tuple[float | None, str | None, float]]) -> None:
    """Summed by hand, in units."""
    frame = frame_of(drawn)
    found = weigh(frame, "w").profile.columns
    units = units_of(frame["w"])
    if not units.any():
        return
    x, t = frame["x"], frame["t"]
    assert found["x"].nulls == units[x.is_null().to_numpy()].sum()
    assert found["x"].number.nans == units[x.is_nan().fill_null(value=False).to_numpy()].sum()
    counted = dict(zip(floats_of(found["x"].cells.keys), found["x"].cells.counts, strict=True))
    for value in (0.0, 1.0, 2.5):
        assert counted.get(value, 0) == units[(x == value).fill_null(value=False).to_numpy()].sum()
    texts = dict(zip(found["t"].cells.keys.tolist(), found["t"].cells.counts.tolist(), strict=True))
    assert texts.get(text_key("bb"), 0) == units[(t == "bb").fill_null(value=False).to_numpy()].sum()


def test_the_scaled_shares_are_numpys_and_the_rows_those_of_kish() -> None:
    random = np.random.default_rng(5)
    frame = pl.DataFrame({"x": random.normal(size=20_000), "w": random.gamma(2, size=20_000)})
    plain = profile_batches([frame], Plan())
    found = reweighted(plain, weigh(frame, "w"), ["x"])
    x, w = frame["x"].to_numpy(), frame["w"].to_numpy()
    assert found.rows == round(w.sum() ** 2 / (w**2).sum())
    cells = found.columns["x"].cells
    assert cells.rows == pytest.approx(found.rows, abs=2)
    for value in (-1.5, 0.0, 0.3, 2.0):
        below = floats_of((cells.keys + np.uint64(1)) << np.uint64(cells.level)) <= value
        wanted = w[x <= value].sum() / w.sum()
        assert cells.counts[below].sum() / cells.rows == pytest.approx(wanted, abs=0.002)
    assert found.columns["w"] is plain.columns["w"]


def test_rows_of_one_weight_are_as_many_whatever_the_weight() -> None:
    frame = pl.DataFrame({"x": [float(i % 7) for i in range(700)], "t": ["a", "b"] * 350})
    plain = profile_batches([frame], Plan())
    for weight in (1.0, 0.25, 12.0):
        weighted = weigh(frame.with_columns(w=pl.lit(weight)), "w")
        found = reweighted(plain, weighted, ["x", "t"])
        assert content_digest(found) == content_digest(plain)


@pytest.mark.parametrize("wrong", [None, -0.5, float("nan"), float("inf"), 2.0**21])
def test_a_weight_that_is_none_is_refused(wrong: float | None) -> None:
    with pytest.raises(WeightUnusableError, match="1 rows have no weight"):
        units_of(pl.Series("w", [1.0, wrong, 2.0], dtype=pl.Float64))


def test_no_weight_above_zero_is_lost_and_the_total_is_bounded() -> None:
    assert units_of(pl.Series("w", [1e-12, 0.0, 1.0])).tolist() == [1, 0, 2**DIGITS]
    heavy = weigh(pl.DataFrame({"w": [2.0**20] * 3}), "w")
    while heavy.total <= MAX_TOTAL // 2:
        heavy += heavy
    with pytest.raises(WeightUnusableError, match="exactly"):
        _ = heavy + heavy
