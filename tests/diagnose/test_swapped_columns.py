"""Columns that carry each other's values: pairs, rings, runs; and what is none of these."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drift.diagnose.resemblance import Part, Resemblance
from drift.diagnose.swapped_columns import Carried, diagnose_ring, diagnose_swapped, rings_of

ORDER = ("a", "b", "c", "d", "e")


def carried(
    column: str, source: str, *, distance: float = 0.01, own: float = 0.8, freedom: float = 4
) -> Carried:
    part = Part(statistic="ks", distance=distance, chance=0.04, freedom=freedom)
    return Carried(
        column=column, source=source, own=own, resemblance=Resemblance(parts=(part,)), tolerance=0.02
    )


@pytest.mark.parametrize(
    ("pairs", "rings", "shift"),
    [
        (["ab", "ba"], [{"a", "b"}], None),
        (["ae", "ea"], [{"a", "e"}], None),
        (["ab", "ba", "cd", "dc"], [{"a", "b"}, {"c", "d"}], None),
        (["ac", "ce", "ea"], [{"a", "c", "e"}], None),
        (["ba", "cb", "dc", "ad"], [{"a", "b", "c", "d"}], 1),
        (["ab", "bc", "cd", "da"], [{"a", "b", "c", "d"}], -1),
        (["ba", "cb", "dc"], [{"b", "c", "d"}], 1),
        (["ba", "cb"], [], None),
        (["ab"], [], None),
        (["ac", "ce", "eb"], [], None),
    ],
)
def test_columns_make_pairs_rings_and_runs_of_neighbours(
    pairs: list[str], rings: list[set[str]], shift: int | None
) -> None:
    found = rings_of([carried(*pair) for pair in pairs], ORDER)
    assert [set(one.columns) for one in found] == rings
    assert all(one.shift == shift for one in found)


def test_an_exchange_has_to_fit_both_ways_and_explain_most() -> None:
    assert rings_of([carried("a", "b"), carried("b", "a", distance=0.3)], ORDER) == ()
    assert rings_of([carried("a", "b"), carried("b", "a", own=0.02)], ORDER) == ()


def test_two_booleans_among_many_fit_each_other_by_accident() -> None:
    both = [carried(*pair, freedom=1) for pair in ("ab", "ba")]
    assert rings_of(both, ("a", "b"))
    assert rings_of(both, ORDER) == ()


def test_columns_of_few_values_went_to_each_other_as_easily_as_one_share_may_by_chance() -> None:
    """Two flags of which hardly any other fits less: but each had to go there, and as near as it is."""
    for freedom in (0.1, 0.5):
        assert rings_of([carried(*pair, freedom=freedom) for pair in ("ab", "ba")], ("a", "b"))
    far = [carried(*pair, freedom=0.1, distance=0.05) for pair in ("ab", "ba")]
    assert rings_of(far, ORDER) == ()


def test_levels_of_another_column_are_no_accident() -> None:
    both = [carried(*pair, freedom=0.1, distance=0.05, own=1.0) for pair in ("ab", "ba")]
    assert rings_of(both, ORDER) == ()
    assert rings_of([replace(both[0], distinct=True), both[1]], ORDER)


def test_of_two_sources_that_fit_the_one_that_closes_a_ring_is_taken() -> None:
    found = rings_of([carried("a", "c", distance=0.005), carried("a", "b"), carried("b", "a")], ORDER)
    assert [set(one.columns) for one in found] == [{"a", "b"}]


def test_each_column_tells_whose_values_it_carries_and_the_batch_tells_once() -> None:
    (ring,) = rings_of([carried("a", "b"), carried("b", "a")], ORDER)
    told = [diagnose_swapped(ring, one) for one in ring.carried]
    assert [one.parameters["with"] for one in told] == ["b", "a"]
    assert told[0].undo == 'pl.col("a").alias("b"), pl.col("b").alias("a")'
    assert diagnose_ring(ring).story == "has `a` and `b` exchanged: each carries the other's values"
    (run,) = rings_of([carried("b", "a"), carried("c", "b"), carried("d", "c")], ORDER)
    assert "moved by one place, each with its left neighbour's values" in diagnose_ring(run).story
