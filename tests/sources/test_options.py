"""Reading options refuse what no reading could go by, and choose columns in the data's order."""

from __future__ import annotations

from typing import Any

import pytest

from drift.errors import ColumnNotFoundError, UsageError
from drift.sources.options import READ_ALL, ReadOptions


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"limit": 0}, "a limit is a number of rows"),
        ({"columns": ()}, "no column was named"),
        ({"input_format": "parket"}, "did you mean `parquet`?"),
        ({"separator": ";;"}, "one ASCII character"),
        ({"separator": '"'}, "one ASCII character"),
        ({"separator": "\n"}, "one ASCII character"),
        ({"separator": "¦"}, "one ASCII character"),
        ({"separator": ",", "decimal_comma": True}, "a comma cannot stand both"),
    ],
)
def test_what_cannot_be_is_refused(given: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError) as caught:
        ReadOptions(**given)
    assert said in str(caught.value)


def test_columns_come_in_the_order_of_the_data() -> None:
    assert READ_ALL.chosen("cab", "x") == ["c", "a", "b"]
    assert ReadOptions(columns=("b", "c")).chosen("cab", "x") == ["c", "b"]


def test_a_column_that_there_is_not_is_told_with_where_it_is_named() -> None:
    wanted = ReadOptions(columns=("amuont",), places={"amuont": "features.txt, line 3"})
    with pytest.raises(ColumnNotFoundError) as caught:
        wanted.chosen(["amount", "city"], "x.csv")
    assert caught.value.what == "x.csv: no column `amuont`, which features.txt, line 3 names"
    assert caught.value.mend == "did you mean `amount`?"
    assert wanted.chosen(["city"], "x.csv", known={"amuont"}) == []
