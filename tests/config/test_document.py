"""The table of keys is what the models say, and each of its examples is one."""

from __future__ import annotations

from pathlib import Path

import pytest

from drift.config import Config, parse_config
from drift.config.document import EXAMPLES, key_table, with_table

DOCUMENT = Path(__file__).parents[2] / "docs" / "config.md"


def test_the_document_has_the_table_that_the_models_give() -> None:
    """`python -m drift.config.document` prints it."""
    text = DOCUMENT.read_text(encoding="utf-8")
    assert key_table() in text
    assert with_table(text) == text
    assert with_table("| key | old |\n| --- | --- |\n| `a` | b |\n\nMore.\n") == f"{key_table()}\nMore.\n"


@pytest.mark.parametrize("path", EXAMPLES)
def test_every_example_is_a_config_that_says_something(path: str) -> None:
    within = path.startswith("columns.*.")
    text = f"columns: {{a: {{{EXAMPLES[path]}}}}}" if within else EXAMPLES[path]
    config = parse_config(text, "example")
    told = config.columns["a"] if within else config
    assert path.removeprefix("columns.*.").split(".")[0] in told.model_fields_set
    assert config != Config() or path == "version"
