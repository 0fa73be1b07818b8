"""The budget adds up to the whole, whatever the columns count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.config import Config
from drift.judge.budget import LEAST_IMPORTANCE, share_budget


@given(
    st.dictionaries(st.text(alphabet="abc", min_size=1, max_size=3), st.floats(0, 1), max_size=6),
    st.sampled_from(["low", "medium", "high"]),
)
def test_the_parts_add_up_to_the_budget(importance: dict[str, float], sensitivity: str) -> None:
    columns = {name: {"importance": value} for name, value in importance.items()}
    config = Config.from_dict({"sensitivity": sensitivity, "columns": columns})
    budget = share_budget([*importance, "another"], config)
    assert sum(budget.columns.values()) + budget.batch == pytest.approx(config.budget)
    assert min(budget.columns.values()) > 0


def test_a_column_of_twice_the_importance_has_twice_the_part() -> None:
    config = Config.from_dict({"columns": {"a": {"importance": 1.0}, "b": {"importance": 0.0}}})
    parts = share_budget(["a", "b", "c"], config).columns
    assert parts["a"] == pytest.approx(2 * parts["c"])
    assert parts["b"] == pytest.approx(LEAST_IMPORTANCE * parts["a"])
