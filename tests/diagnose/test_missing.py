"""Missing values: from which share to which, in which direction."""

from __future__ import annotations

from drift.diagnose.missing import diagnose_missing


def test_a_column_that_is_all_missing_says_so() -> None:
    found = diagnose_missing(0.02, 1.0, 5000)
    assert "missing in all 5,000 rows" in found.story
    assert "2.00%" in found.story
    assert (found.parameters, found.share) == ({"from": 0.02, "to": 1.0}, 0.98)


def test_nulls_that_were_filled_in_are_another_question() -> None:
    more, fewer = diagnose_missing(0.1, 0.3, 100), diagnose_missing(0.3, 0.1, 100)
    assert more.advice != fewer.advice
    assert (more.share, fewer.share) == (0.2, None)
    assert not more.proven


def test_what_was_never_missing_does_not_move_by_itself() -> None:
    assert diagnose_missing(0.0, 0.01, 5000).proven
    assert not diagnose_missing(0.0, 0.001, 5000).proven
    assert not diagnose_missing(0.001, 0.01, 5000).proven


def test_nan_is_told_apart_from_null() -> None:
    assert "NaN" not in diagnose_missing(0.1, 0.3, 100).story
    assert "NaN in 5.00%, in training in 0.00%" in diagnose_missing(0.1, 0.15, 100, nans=(0.0, 0.05)).story
