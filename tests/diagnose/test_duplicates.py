"""What is told of repeated keys: how many, of how many, and which share of the rows are copies."""

from __future__ import annotations

import numpy as np

from drift.diagnose.duplicates import diagnose_duplicates, repeats_of
from drift.profile.distinct import Distinct


def sketch(counts: list[int], limit: int = 9) -> Distinct:
    return Distinct(limit=limit, hashes=np.arange(len(counts), dtype=np.uint64), counts=np.array(counts))


def test_copies_are_the_rows_beyond_the_first_of_their_key() -> None:
    told = repeats_of(sketch([1, 1, 2, 4]))
    assert (told.keys, told.repeated, told.share, told.copies, told.exact) == (4, 2, 0.5, 0.5, True)
    assert repeats_of(sketch([1, 1], limit=2)).exact is False
    nothing = repeats_of(sketch([]))
    assert (nothing.share, nothing.copies) == (0.0, 0.0)


def test_the_story_has_the_key_and_both_counts() -> None:
    before, now = repeats_of(sketch([1, 1, 1])), repeats_of(sketch([2, 1, 1], limit=3))
    found = diagnose_duplicates(before, now, ("a", "b"))
    assert found.story == (
        "has keys (`a`, `b`) more than once: 1 of 3 sampled keys repeats, and 25.000% of the rows are "
        "copies; in training none of 3 keys repeats"
    )
    assert diagnose_duplicates(before, now, ()).story.startswith("has whole rows more than once: 1 of 3")
    assert found.parameters == {"share": 0.25, "from": 0.0, "keys": 1, "of": 3, "exact": False}


def test_large_numbers_have_commas_on_both_sides() -> None:
    found = diagnose_duplicates(repeats_of(sketch([1] * 9)), repeats_of(sketch([2] * 2793 + [1] * 2207)), ())
    assert "2,793 of 5,000 " in found.story
