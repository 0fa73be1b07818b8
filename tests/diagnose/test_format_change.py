"""Identifiers, codes and dates as text that are built in another way."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest

from changes import column_of
from drift.diagnose.format_change import diagnose_codes, diagnose_format

if TYPE_CHECKING:
    from collections.abc import Callable

IDS = [f"ORD-{i:06d}" for i in range(2000)]
UUIDS = [str(uuid.UUID(bytes=np.random.default_rng(i).bytes(16))) for i in range(400)]
DATES = [(date(2020, 1, 1) + timedelta(days=i)).isoformat() for i in range(800)]


@pytest.mark.parametrize(
    ("texts", "change", "before", "now"),
    [
        (IDS, lambda one: one.replace("-", ""), "AAA-999999", "AAA999999"),
        (IDS, lambda one: one.removeprefix("ORD-"), "AAA-999999", "999999"),
        (IDS, str.lower, "AAA-999999", "aaa-999999"),
        (UUIDS, lambda one: one.replace("-", ""), "UUID", "32 hexadecimal digits"),
        (UUIDS, str.upper, "UUID", "UUID in capitals"),
        (DATES, lambda one: f"{one[8:]}/{one[5:7]}/{one[:4]}", "YYYY-MM-DD", "DD/MM/YYYY"),
    ],
)
@pytest.mark.parametrize("share", [1.0, 0.2, 0.05])
def test_another_form_is_told_from_and_to(
    texts: list[str], change: Callable[[str], str], before: str, now: str, share: float
) -> None:
    half = len(texts) // 2
    live = [change(one) if i < share * half else one for i, one in enumerate(texts[half : half + half])]
    found = diagnose_format(column_of(texts[:half]), column_of(live))
    assert found is not None
    assert (found.fault, found.parameters) == ("format_change", {"from": before, "to": now})
    assert found.share == pytest.approx(share, abs=0.005)


def test_texts_of_the_same_form_are_none() -> None:
    assert diagnose_format(column_of(IDS[:1000]), column_of(IDS[1000:])) is None


def test_a_category_of_codes_is_asked_and_one_of_names_is_not() -> None:
    codes = [f"AB-{i:03d}" for i in range(60)]
    found = diagnose_codes(column_of(codes * 5), column_of([one.lower() for one in codes]))
    assert found is not None
    assert found.parameters == {"from": "AA-999", "to": "aa-999"}
    names = ["Porto", "Évora", "Vila Real"]
    assert diagnose_codes(column_of(names * 50), column_of([one.upper() for one in names])) is None


def test_a_code_or_two_in_another_form_are_levels_that_came() -> None:
    codes = [f"AB-{i:03d}" for i in range(60)]
    assert diagnose_codes(column_of(codes * 5), column_of([*codes, "unknown", "n/a"])) is None
