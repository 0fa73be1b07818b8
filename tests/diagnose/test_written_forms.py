"""Forms of texts as people read them: Python's own dates and UUIDs are the witnesses."""

from __future__ import annotations

import hashlib
import uuid
from datetime import date, timedelta

import pytest

from drift.diagnose.written_forms import written_form

DAYS = [date(2024, 1, 1) + timedelta(days=i) for i in range(100)]


@pytest.mark.parametrize(
    ("strftime", "form"),
    [
        ("%Y-%m-%d", "YYYY-MM-DD"),
        ("%Y/%m/%d", "YYYY/MM/DD"),
        ("%Y%m%d", "YYYYMMDD"),
        ("%d/%m/%Y", "DD/MM/YYYY"),
        ("%m/%d/%Y", "MM/DD/YYYY"),
        ("%d.%m.%Y", "DD.MM.YYYY"),
        ("%Y-%m-%dT%H:%M:%S", "YYYY-MM-DD hh:mm:ss"),
    ],
)
def test_dates_are_named_by_their_order(strftime: str, form: str) -> None:
    assert written_form([day.strftime(strftime) for day in DAYS]) == form


def test_where_no_number_is_beyond_twelve_both_orders_are_told() -> None:
    assert written_form(["01/02/2024", "03/04/2024"]) == "DD/MM/YYYY or MM/DD/YYYY"


def test_identifiers_that_people_know_have_their_names() -> None:
    ids = [uuid.UUID(int=i * 2**100 + 1) for i in range(20)]
    assert written_form([str(one) for one in ids]) == "UUID"
    assert written_form([f"{{{one}}}" for one in ids]) == "UUID in braces"
    assert written_form([one.hex for one in ids]) == "32 hexadecimal digits"
    assert written_form([hashlib.sha256(bytes([i])).hexdigest() for i in range(9)]) == "64 hexadecimal digits"


def test_others_are_told_letter_by_letter_or_by_their_parts() -> None:
    assert written_form([f"ORD-{i:04d}" for i in range(50)]) == "AAA-9999"
    assert written_form([f"ORD-{i}" for i in range(0, 100_000, 7919)]) in {"A-9", "AAA-99999"}
    assert written_form(["São", "Ann"]) == "Aaa"


def test_eight_digits_that_are_no_dates_are_digits() -> None:
    assert written_form([f"{i:08d}" for i in range(99000000, 99000050)]) == "99999999"
