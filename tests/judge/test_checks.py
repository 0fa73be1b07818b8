"""Each check has a name, a statistic and a floor of its own; every deciding statistic has a check."""

from __future__ import annotations

from drift.compare.catalogue import STATISTICS
from drift.judge.checks import CHECK_OF, CHECKS


def test_names_and_statistics_are_unique() -> None:
    assert len({check.name for check in CHECKS}) == len(CHECKS)
    assert len(CHECK_OF) == len(CHECKS)


def test_floors_are_shares_above_nothing() -> None:
    assert all(0 < check.floor < 1 for check in CHECKS)


def test_every_statistic_that_decides_has_a_check_and_no_other_of_the_catalogue_has() -> None:
    deciding = {one.name for one in STATISTICS if one.decides}
    assert {one.name for one in STATISTICS} & CHECK_OF.keys() == deciding
