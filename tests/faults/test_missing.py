"""Missing values by hand."""

from __future__ import annotations

import math

from breaking import after, broken, fits


def test_nulls_stand_where_values_were() -> None:
    found = broken("missing_values: null", [*range(80), *[None] * 20], share=0.05)
    assert found.frame["x"].null_count() == 24
    assert found.parameters == {"from": 0.2, "to": 0.24}
    assert math.isclose(found.share, 0.04)
    assert after("missing_values: null", [True, False]) == [None, None]


def test_nan_and_empty_text_count_as_missing() -> None:
    nan = broken("missing_values: NaN", [float(place) for place in range(100)], share=0.2)
    assert int(nan.frame["x"].is_nan().sum()) == 20
    empty = broken("missing_values: empty text", ["", *["a"] * 99], share=0.2)
    assert empty.frame["x"].to_list().count("") == 21
    assert empty.parameters == {"from": 0.01, "to": 0.21}


def test_each_is_of_its_type() -> None:
    assert not fits("missing_values: NaN", [1, 2, 3])
    assert not fits("missing_values: empty text", [1, 2, 3])
    assert not fits("missing_values: null", [1, None, None])
