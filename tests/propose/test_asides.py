"""What is no feature: personal data, constants, splits, running numbers, a target."""

from __future__ import annotations

from typing import Final

import polars as pl
import pytest

from drift.profile.kind import infer_kind
from drift.profile.table import Plan, profile_batch
from drift.propose.asides import guess_target, why_ignored, why_sensitive
from drift.propose.seen import Seen

PERSONAL: Final = [
    "email",
    "phone_number",
    "Telefon",
    "iban",
    "name",
    "first_name",
    "lastName",
    "customer_name",
    "user.email",
    "Vorname",
    "dob",
    "ip_address",
]
NOT_PERSONAL: Final = [
    "airport_name",
    "product_name",
    "file_name",
    "Aircraft_Make_Model",
    "named",
    "address_count",
    "mailing",
    "ip_rank",
    "phone_model",
    "city",
]


def seen(name: str, values: list[object]) -> Seen:
    column = profile_batch(pl.DataFrame({name: values}, strict=False), Plan()).columns[name]
    return Seen(name=name, column=column, kind=infer_kind(column), dtype="")


@pytest.mark.parametrize("name", PERSONAL)
def test_a_name_tells_of_a_person(name: str) -> None:
    assert why_sensitive(name, seen(name, ["x"]).words, [])


@pytest.mark.parametrize("name", NOT_PERSONAL)
def test_a_name_tells_of_something_else(name: str) -> None:
    assert why_sensitive(name, seen(name, ["x"]).words, []) is None


def test_values_tell_of_a_person_whatever_the_name() -> None:
    assert why_sensitive("contact", ("contact",), ["a@b.org", "c.d@e.co", "f@g.de"])
    assert why_sensitive("konto", ("konto",), ["DE89 3704 0044 0532 0130 00", "GB29NWBK60161331926819"])
    assert why_sensitive("note", ("note",), ["mail a@b.org", "none", "see above"]) is None


IGNORED: Final[dict[str, tuple[str, list[object], bool]]] = {
    "constant": ("x", [7] * 40, True),
    "no values": ("x", [None] * 40, True),
    "one value, and nulls": ("x", [7, None] * 20, False),
    "a split": ("split", ["train", "test"] * 20, True),
    "a text about splits": ("split", [f"row {n}" for n in range(60)], False),
    "a row number": ("index", list(range(60)), True),
    "an id": ("order_id", list(range(60)), False),
    "a feature": ("count", [n % 7 for n in range(60)], False),
}


@pytest.mark.parametrize("case", IGNORED)
def test_what_says_nothing_is_ignored(case: str) -> None:
    name, values, ignored = IGNORED[case]
    assert (why_ignored(seen(name, values), len(values)) is not None) is ignored


def test_the_surest_name_of_a_target_wins() -> None:
    columns = [seen(name, [0, 1] * 20) for name in ("default", "amount", "y")]
    target = guess_target(columns)
    assert target is not None
    assert target.name == "y"
    assert guess_target([seen("amount", [0, 1] * 20), seen("default_rate", [0, 1] * 20)]) is None
