"""What a value becomes: its family and its form, whatever the live path hands over."""

from __future__ import annotations

import datetime as dt
import enum
import math
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from drift.log.row import frozen
from drift.log.values import together, told


class Colour(enum.StrEnum):
    """An enumeration of texts."""

    RED = "red"


class Level(enum.IntEnum):
    """An enumeration of numbers."""

    HIGH = 3


class Plain(enum.Enum):
    """An enumeration of neither."""

    ONE = object()


LISBON = dt.datetime(2026, 7, 1, 9, 30, tzinfo=ZoneInfo("Europe/Lisbon"))
IN_UTC = dt.datetime(2026, 7, 1, 8, 30, tzinfo=dt.UTC)

VALUES: list[tuple[Any, str, object]] = [
    (None, "null", None),
    (True, "boolean", True),
    (np.bool_(0), "boolean", False),
    (3, "integer", 3),
    (np.int8(-3), "integer", -3),
    (np.uint64(2**63), "text", str(2**63)),
    (2**53, "integer", 2**53),
    (2**53 + 1, "large integer", 2**53 + 1),
    (-(2**63), "large integer", -(2**63)),
    (2**63, "text", "9223372036854775808"),
    (0.1, "float", 0.1),
    (np.float32(0.5), "float", 0.5),
    (np.float64(0.1), "float", 0.1),
    (np.float16(np.inf), "float", math.inf),
    (1 + 2j, "text", "(1+2j)"),
    ("é", "text", "é"),
    (np.str_("a"), "text", "a"),
    (Colour.RED, "text", "red"),
    (Level.HIGH, "integer", 3),
    (Plain.ONE, "text", "Plain.ONE"),
    (b"\x00", "binary", b"\x00"),
    (Decimal("1.50"), "decimal", Decimal("1.50")),
    (Decimal("NaN"), "text", "NaN"),
    (dt.datetime(2026, 1, 2, 3), "moment", dt.datetime(2026, 1, 2, 3)),  # noqa: DTZ001 - a naive one is meant
    (LISBON, "zoned", IN_UTC),
    (pd.Timestamp(LISBON), "zoned", IN_UTC),
    (pd.Timestamp("2026-01-02T03:00:00.000000001"), "moment", dt.datetime(2026, 1, 2, 3)),  # noqa: DTZ001
    (pd.NaT, "null", None),
    (pd.NA, "null", None),
    (np.datetime64("NaT"), "null", None),
    (np.datetime64("2026-01-02T03:00:00", "ns"), "moment", dt.datetime(2026, 1, 2, 3)),  # noqa: DTZ001
    (np.timedelta64(90, "s"), "duration", dt.timedelta(seconds=90)),
    (pd.Timedelta(seconds=90), "duration", dt.timedelta(seconds=90)),
    (dt.date(2026, 1, 2), "date", dt.date(2026, 1, 2)),
    (dt.time(3, 4), "time", dt.time(3, 4)),
    ([1, 2.5, None], "numbers", [1.0, 2.5, None]),
    ((1, 2), "numbers", [1.0, 2.0]),
    (np.array([1, 2], dtype=np.int32), "numbers", [1.0, 2.0]),
    (np.array(7), "integer", 7),
    ([2**53 + 1], "text", "[9007199254740993]"),
    (["a", 1], "text", '["a", 1]'),
    ({"a": {"b": [1, LISBON]}}, "text", '{"a": {"b": [1, "2026-07-01 08:30:00+00:00"]}}'),
    ({1: {2}}, "text", '{"1": [2]}'),
    (pd.Series([1, 2]), "numbers", [1.0, 2.0]),
]


@pytest.mark.parametrize(
    ("value", "family", "form"),
    VALUES,
    ids=[f"{place}-{type(row[0]).__name__}" for place, row in enumerate(VALUES)],
)
def test_a_value_keeps_what_it_is(value: object, family: str, form: object) -> None:
    found = told(frozen(value))
    assert found == (family, form)
    assert type(found[1]) is type(form)


def test_not_a_number_stays_one() -> None:
    for value in (math.nan, np.float32("nan"), np.float64("nan")):
        family, form = told(frozen(value))
        assert family == "float"
        assert isinstance(form, float)
        assert math.isnan(form)


def test_a_list_without_an_end_has_one() -> None:
    endless: list[object] = []
    endless.append(endless)
    assert told(frozen(endless))[0] == "text"


def test_only_what_loses_nothing_goes_together() -> None:
    assert together("integer", "float") == "float"
    assert together("large integer", "float") is None
    assert together("integer", "large integer") == "large integer"
    assert together("null", "text") == together("text", "null") == "text"
    assert together("boolean", "integer") is together("moment", "zoned") is None
