"""The grid is the finest with at most so many cells, and its counts are those of the keys."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.profile.cells import (
    KEY_BITS,
    PROBE_ROWS,
    Cells,
    bits_to_drop,
    cells_of,
    count_cells,
    counted,
    counted_among,
    no_cells,
    shifted,
    summed,
)
from drift.profile.keys import float_keys

if TYPE_CHECKING:
    from numpy.typing import NDArray

LIMIT: Final = 4096

keys_far_and_near = st.lists(
    st.integers(0, 20) | st.integers(2**63 - 9, 2**63 + 9) | st.integers(0, 2**64 - 1), max_size=60
)
limits = st.sampled_from([2, 3, 8])


def array(keys: list[int]) -> NDArray[np.uint64]:
    return np.array(keys, np.uint64)


def finest(keys: list[int], limit: int) -> tuple[int, dict[int, int]]:
    """Return the level and the counts as they are defined: drop bits until few enough cells are left."""
    level = next(bits for bits in range(KEY_BITS) if len({key >> bits for key in keys}) <= limit)
    return level, dict(Counter(key >> level for key in keys))


def content(cells: Cells) -> tuple[int, dict[int, int]]:
    assert list(cells.keys) == sorted(set(cells.keys.tolist()))
    assert (cells.counts > 0).all()
    assert cells.keys.dtype == np.uint64
    assert cells.counts.dtype == np.int64
    return cells.level, dict(zip(cells.keys.tolist(), cells.counts.tolist(), strict=True))


@given(keys=keys_far_and_near, limit=limits)
def test_cells_are_the_finest_grid_that_keeps_the_limit(keys: list[int], limit: int) -> None:
    assert content(count_cells(array(keys), limit=limit)) == finest(keys, limit)
    ones = np.ones(len(keys), np.int64)
    assert content(cells_of(array(keys), ones, limit=limit)) == finest(keys, limit)


@given(keys=keys_far_and_near, limit=limits, cut=st.integers(0, 60), hint=st.integers(0, 63))
def test_a_level_known_to_be_needed_changes_no_sum(keys: list[int], limit: int, cut: int, hint: int) -> None:
    """A batch counted at the level of what it is added to gives the same sum as one counted finely."""
    before = count_cells(array(keys[:cut]), limit=limit)
    after = count_cells(array(keys[cut:]), limit=limit, level=before.level)
    assert content(before + after) == finest(keys, limit)
    assert content(after + before) == finest(keys, limit)
    coarse = count_cells(array(keys), limit=limit, level=hint)
    if keys:
        assert content(coarse)[1] == dict(Counter(key >> coarse.level for key in keys))
        assert coarse.level == max(hint, finest(keys, limit)[0])


@given(keys=keys_far_and_near, limit=limits, nulls=st.integers(0, 9), hint=st.integers(0, 63))
def test_nulls_have_the_key_0_and_are_not_counted(keys: list[int], limit: int, nulls: int, hint: int) -> None:
    rows = np.tile(array([*keys, *[0] * nulls]), 400)  # more than are probed, where there are some
    ends = (min(keys), max(keys)) if keys else None
    without = count_cells(np.tile(array(keys), 400), limit=limit, level=hint)
    for known in (None, ends):
        found = count_cells(rows, limit=limit, level=hint, nulls=400 * nulls, ends=known)
        assert content(found) == content(without)


@given(keys=keys_far_and_near, limit=limits, more=st.integers(0, 10))
def test_coarser_cells_are_those_of_the_keys_themselves(keys: list[int], limit: int, more: int) -> None:
    cells = count_cells(array(keys), limit=8)
    level = min(cells.level + more, KEY_BITS - 1)
    assert content(cells.at_level(level)) == (level, dict(Counter(key >> level for key in keys)))
    assert content(cells.at_limit(limit)) == finest(keys, limit)


ROWS: Final = 3 * PROBE_ROWS
NORMAL: Final = np.random.default_rng(6).normal(size=ROWS)


@pytest.mark.parametrize(
    "keys",
    [
        np.random.default_rng(1).integers(10**12, 10**12 + 1_000, ROWS).astype(np.uint64),  # by a table
        np.random.default_rng(2).integers(0, 50, ROWS).astype(np.uint64) * np.uint64(2**57),  # by a hash
        np.random.default_rng(3).integers(0, 2**64, ROWS, dtype=np.uint64),  # collapses
        np.sort(np.random.default_rng(4).integers(0, 2**64, ROWS, dtype=np.uint64)),  # after a narrow probe
        np.concatenate([np.zeros(ROWS, np.uint64), np.arange(LIMIT + 1, dtype=np.uint64) << np.uint64(40)]),
        float_keys(NORMAL),  # by a table of both ends
        float_keys(np.concatenate([NORMAL, 10.0 ** -np.arange(300)])),  # and a few between
        float_keys(np.concatenate([[-1e300, 1e300], 5 + NORMAL])),  # nearly all between
    ],
    ids=["near", "far", "everywhere", "sorted", "constant at first", "around 0", "near 0", "far ends"],
)
def test_large_batches_count_as_numpy_does(keys: NDArray[np.uint64]) -> None:
    """Whichever way is taken, and however different the first rows are from the rest."""
    cells = count_cells(keys, limit=LIMIT)
    expected, counts = np.unique(keys >> np.uint64(cells.level), return_counts=True)
    assert (cells.keys == expected).all()
    assert (cells.counts == counts).all()
    assert expected.size <= LIMIT
    assert cells.level == 0 or np.unique(keys >> np.uint64(cells.level - 1)).size > LIMIT


@pytest.mark.parametrize("new", [[], [3], [2**62 + 1, 2**63 - 1], list(range(LIMIT))])
def test_few_keys_that_the_sum_knows_change_no_count(new: list[int]) -> None:
    """With others among them that it does not know, and with more of these than it may hold."""
    levels = np.arange(1, 40, dtype=np.uint64) << np.uint64(58)
    before = count_cells(np.tile(levels, 1_000), limit=LIMIT)
    rows = np.concatenate([np.tile(levels, 1_000), array(new), np.zeros(5, np.uint64)])
    found, expected = (
        before + count_cells(rows, limit=LIMIT, nulls=5, known=known) for known in (before, None)
    )
    assert content(found) == content(expected)


@given(
    few=st.sets(st.integers(1, 2**64 - 1), min_size=1, max_size=40),
    others=keys_far_and_near,
    zeros=st.integers(0, 3),
)
def test_keys_among_a_few_are_counted_as_a_sort_counts_them(
    few: set[int], others: list[int], zeros: int
) -> None:
    """Whatever else stands among them: 0, which stands for nulls, and what no table knows."""
    known = array(sorted(few))
    rows = np.concatenate([np.tile(known, 300), array(others), np.zeros(zeros, np.uint64)])
    found, expected = counted_among(rows, known), counted(rows)
    if found is not None:
        assert [part.tolist() for part in found] == [part.tolist() for part in expected]
        assert found[1].dtype == np.int64


def test_of_a_place_that_two_keys_share_one_is_sorted() -> None:
    levels = np.unique(np.random.default_rng(5).integers(2**56, 2**64, 4_000, dtype=np.uint64))
    assert np.unique(levels >> np.uint64(48)).size < 4_000
    found = counted_among(np.tile(levels, 50), levels)
    assert found is not None
    assert (found[0] == levels).all()
    assert (found[1] == 50).all()


def test_beside_no_keys_none_is_known() -> None:
    assert counted_among(array([7, 7]), array([])) is None


def test_the_example_of_a_collapse() -> None:
    """Five keys in four cells: the pair that differs in the lowest bit alone falls together."""
    cells = count_cells(array([8, 9, 16, 32, 64, 64]), limit=4)
    assert content(cells) == (1, {4: 2, 8: 1, 16: 1, 32: 2})
    assert cells.rows == 6
    assert not cells.exact


def test_no_cells_are_exact_and_hold_nothing() -> None:
    nothing = no_cells(LIMIT)
    assert content(nothing) == (0, {})
    assert (nothing.rows, nothing.exact, nothing.limit) == (0, True, LIMIT)
    assert content(count_cells(array([]), limit=LIMIT, level=9)) == (0, {})
    assert content(nothing.at_level(5).at_limit(2)) == (5, {})


@pytest.mark.parametrize(
    ("keys", "limit", "bits"),
    [
        ([], 2, 0),
        ([5, 9], 2, 0),
        ([0b000, 0b001, 0b100], 2, 1),
        ([0b001, 0b010, 0b100], 2, 2),
        ([0, 2**31, 2**32], 2, 32),
        ([0, 2**32 - 1, 2**33], 2, 32),
        ([0, 2**62, 2**63], 2, 63),
        ([0, 1, 2**64 - 1], 2, 1),
    ],
)
def test_bits_to_drop_by_hand(keys: list[int], limit: int, bits: int) -> None:
    assert bits_to_drop(array(keys), limit) == bits


def test_shifting_drops_low_bits_and_by_all_64_leaves_zero() -> None:
    keys = array([0, 5, 2**64 - 1])
    assert shifted(keys, 0).tolist() == [0, 5, 2**64 - 1]
    assert shifted(keys, 2).tolist() == [0, 1, 2**62 - 1]
    assert shifted(keys, 63).tolist() == [0, 0, 1]
    assert shifted(keys, 64).tolist() == [0, 0, 0]


@given(pairs=st.lists(st.tuples(st.integers(0, 5), st.integers(1, 2**40)), max_size=20))
def test_summed_adds_the_counts_of_equal_keys(pairs: list[tuple[int, int]]) -> None:
    expected: Counter[int] = Counter()
    for key, count in pairs:
        expected[key] += count
    keys, counts = summed(array([key for key, _ in pairs]), np.array([n for _, n in pairs], np.int64))
    assert list(zip(keys.tolist(), counts.tolist(), strict=True)) == sorted(expected.items())
