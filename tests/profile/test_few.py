"""A table of few keys knows each of them by its place, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from drift.profile.few import PLACE_BITS, FewKeys

if TYPE_CHECKING:
    from numpy.typing import NDArray

keys = st.integers(0, 20) | st.integers(2**63 - 9, 2**63 + 9) | st.integers(0, 2**64 - 1)


def array(values: list[int]) -> NDArray[np.uint64]:
    return np.array(values, np.uint64)


@given(few=st.sets(keys, max_size=30), others=st.lists(keys, max_size=30))
def test_only_the_keys_themselves_are_at_their_place(few: set[int], others: list[int]) -> None:
    """All of them but those that share a place; 0 is known to every table."""
    known = FewKeys.of(array(sorted(few)))
    if known is None:
        assert not few or min(few) < 2**48
        return
    assert known.table.size <= 2**PLACE_BITS + 2
    rows = array([*sorted(few), 0, *others])
    same = known.table[known.places(rows)] == rows
    assert {int(key) for key in rows[same]} <= {*few, 0}
    told = {int(key) for key in rows[same]} - {0}
    assert len(told) == len({key >> int(known.drop) for key in few})
    assert same[len(few)]


def test_the_first_place_is_that_of_0() -> None:
    known = FewKeys.of(array([2**63, 2**63 + 1]))
    assert known is not None
    assert known.places(array([0, 5, 2**63, 2**63 + 1, 2**64 - 1])).tolist() == [0, 0, 1, 2, 2]
    assert known.table.tolist() == [0, 2**63, 2**63 + 1]


def test_of_no_keys_or_beside_0_there_is_no_table() -> None:
    assert FewKeys.of(array([])) is None
    assert FewKeys.of(array([0, 7])) is None
