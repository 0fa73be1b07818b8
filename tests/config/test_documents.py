"""The example and the documentation of configs say what the models say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from drift.config import (
    FIT_COLUMN_KEYS,
    FIT_KEYS,
    ColumnConfig,
    Config,
    RowLimits,
    load_config,
    parse_config,
)
from drift.errors import ConfigError

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "config.md").read_text(encoding="utf-8")
ROWS = {
    key: (default, phases)
    for key, default, phases in re.findall(
        r"^\| `([^`]+)` \| [^|]+ \| `([^`]+)` \| ([^|]+) \|", DOCUMENT, re.MULTILINE
    )
}
LEVELS = (("", Config), ("rows.", RowLimits), ("columns.*.", ColumnConfig))


def test_the_example_is_valid_and_has_every_key() -> None:
    """Each key that is built is in it, so that one can be copied."""
    config = load_config(ROOT / "configs" / "example.yaml")
    assert config.model_fields_set == set(Config.model_fields)
    assert config.rows is not None
    assert config.rows.model_fields_set == set(RowLimits.model_fields)
    written = {key for entry in config.columns.values() for key in entry.model_fields_set}
    assert written == set(ColumnConfig.model_fields)
    assert config.column("amount_eur").model_dump(exclude_unset=True) == {
        "unit": "cent",
        "owner": "payments-europe",
    }


def test_every_key_has_a_row_with_its_default() -> None:
    """The table of keys is the models' fields, in their order within each level."""
    fields = {
        f"{prefix}{key}": field for prefix, model in LEVELS for key, field in model.model_fields.items()
    }
    assert set(ROWS) == set(fields)
    for key, (default, _) in ROWS.items():
        real = fields[key].get_default(call_default_factory=True, validated_data={})
        assert yaml.safe_load(default) == (list(real) if isinstance(real, tuple) else real), key


def test_every_row_says_where_the_key_is_used() -> None:
    """`fit` stands at keys that shape the reference, at those that contain one, and at what both keep."""
    at_fit = {*FIT_KEYS, *(f"columns.*.{key}" for key in FIT_COLUMN_KEYS)}
    for key, (_, phases) in ROWS.items():
        if key in {"version", "schema", "columns"}:
            assert phases == "fit, check"
        else:
            assert phases == ("fit" if key in at_fit else "check"), key


def test_the_documented_merge_is_what_happens() -> None:
    """The YAML of the section on patterns, and the sentence below it."""
    config = parse_config(DOCUMENT.split("```yaml\n")[1].split("```")[0], "docs/config.md")
    assert (config.column("amount_usd").unit, config.column("amount_usd").owner) == ("dollar", "payments")
    assert (config.column("amount_eur").unit, config.column("amount_eur").owner) == (
        "cent",
        "payments-europe",
    )


def test_the_documented_message_is_what_is_said() -> None:
    """The block of text in the section on errors, word by word."""
    with pytest.raises(ConfigError) as caught:
        parse_config("version: 1\n\n\nsensitivty: high\ntime: no\n", "configs/trips.yaml")
    assert f"```text\n{caught.value}\n```" in DOCUMENT
