"""What a run says of itself: counts that add up, the worst first, columns by name."""

from __future__ import annotations

import pytest

from runs import CHANGES, run_of

ORDER = ("breach", "warning", "undecided", "ok", "skipped")


@pytest.mark.parametrize("change", CHANGES)
def test_every_column_of_both_sides_has_one_result(change: str) -> None:
    run = run_of(change)
    names = [column.name for column in run.columns]
    before, now = set(run.reference_profile.columns), set(run.live_profile.columns)
    assert sorted(names) == sorted(before | now)


@pytest.mark.parametrize("change", CHANGES)
def test_counts_add_up_and_name_every_verdict(change: str) -> None:
    run = run_of(change)
    assert sum(run.counts.values()) == len(run.columns)
    assert set(run.counts) == set(ORDER)
    assert run.counts["breach"] == len(run.breaches)


@pytest.mark.parametrize("change", CHANGES)
def test_the_worst_columns_come_first(change: str) -> None:
    places = [ORDER.index(column.verdict) for column in run_of(change).worst_first]
    assert places == sorted(places)


def test_a_column_is_found_by_its_name_only() -> None:
    run = run_of("all ok")
    assert run["city"].name == "city"
    with pytest.raises(KeyError, match="town"):
        run["town"]
