"""A config knows the lines of its file, for those who point at them."""

from __future__ import annotations

import pytest

from drift.config import Config, parse_config

TEXT = """\
version: 1
time: at

columns:
  "amount_*": {unit: cent}
  amount_eur:
    owner: sales
  "*": {check: true}
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("time",), 2),
        (("columns",), 4),
        (("columns", "amount_*"), 5),
        (("columns", "amount_*", "unit"), 5),
        (("columns", "amount_eur"), 6),
        (("columns", "amount_eur", "owner"), 7),
        (("columns", "amount_eur", "unit"), None),
        (("columns", "nosuch"), None),
        (("target",), None),
        (("nosuch", "key"), None),
    ],
)
def test_a_key_stands_in_the_line_that_an_editor_shows(path: tuple[str, ...], line: int | None) -> None:
    assert parse_config(TEXT, "trips.yaml").line_of(path) == line


def test_a_column_is_told_by_its_own_name_or_by_its_last_pattern() -> None:
    config = parse_config(TEXT, "trips.yaml")
    lines = [config.line_of_column(name) for name in ("amount_eur", "amount_usd", "other")]
    assert (lines, config.file) == ([6, 8, 8], "trips.yaml")


def test_a_config_from_no_file_has_no_lines_and_is_equal_to_one_from_a_file() -> None:
    config = parse_config(TEXT, "trips.yaml")
    again = Config.from_dict(config.to_dict())
    assert (again.file, again.line_of(("time",)), again.line_of_column("amount_eur")) == (None, None, None)
    assert again == config
