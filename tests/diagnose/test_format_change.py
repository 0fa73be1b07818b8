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
MAILS = [f"{'anna' if i % 3 else 'max'}{i}@{'web' if i % 2 else 'mail'}.example" for i in range(800)]
DATES = [(date(2020, 1, 1) + timedelta(days=i)).isoformat() for i in range(800)]


@pytest.mark.parametrize(
    ("texts", "change", "before", "now"),
    [
        (IDS, lambda one: one.replace("-", ""), "AAA-999999", "AAA999999"),
        (IDS, lambda one: one.removeprefix("ORD-"), "AAA-999999", "999999"),
        (IDS, str.lower, "AAA-999999", "aaa-999999"),
        (UUIDS, lambda one: one.replace("-", ""), "UUID", "32 hexadecimal digits"),
        (UUIDS, str.upper, "UUID", "UUID in capitals"),
        (MAILS, str.upper, "a9@a.a", "A9@A.A"),
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


TEXT = """
    the food was great and service slow but I liked this place very much we will come again soon
    not bad at all cheap price nice staff loud music good coffee
"""
WORDS = TEXT.split()


def reviews(count: int, shortest: int, longest: int, seed: int) -> list[str]:
    """Return what guests write: so many words, some with a mark at the end."""
    random = np.random.default_rng(seed)
    texts = (" ".join(random.choice(WORDS, random.integers(shortest, longest))) for _ in range(count))
    return [text[0].upper() + text[1:] + random.choice(["", ".", "!"]) for text in texts]


@pytest.mark.parametrize(("shortest", "longest"), [(3, 15), (6, 25), (1, 4)])
def test_other_reviews_of_another_week_are_in_no_other_form(shortest: int, longest: int) -> None:
    """Longer or shorter, they are sentences as before."""
    before, now = reviews(4_000, 3, 15, 1), reviews(2_000, shortest, longest, 2)
    assert diagnose_format(column_of(before), column_of(now)) is None


def test_reviews_without_their_capitals_are_in_another_form() -> None:
    before, now = reviews(4_000, 3, 15, 1), [text.lower() for text in reviews(2_000, 3, 15, 2)]
    found = diagnose_format(column_of(before), column_of(now))
    assert found is not None
    assert found.share is not None
    assert found.share > 0.9


def test_names_with_a_third_part_are_in_another_form_where_all_had_two() -> None:
    random = np.random.default_rng(3)
    before = [" ".join(one).title() for one in random.choice(WORDS, (500, 2))]
    now = [" ".join(one).title() for one in random.choice(WORDS, (500, 3))]
    found = diagnose_format(column_of(before), column_of(now))
    assert found is not None
    assert found.parameters == {"from": "Aa Aa", "to": "Aa Aa Aa"}


def test_a_letter_and_six_digits_are_no_number_in_hexadecimal() -> None:
    """C201599 became c201599: what joins by it finds nothing now."""
    before = [f"C{number}" for number in range(200_000, 200_600)]
    found = diagnose_format(column_of(before), column_of([one.lower() for one in before]))
    assert found is not None
    assert found.parameters == {"from": "A999999", "to": "a999999"}
