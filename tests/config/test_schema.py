"""The schema for editors allows what a config may be, and marks what an editor can know to be wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from drift.config import Config, load_config
from drift.config.schema import ACCEPTED_FILE, SCHEMA_FILE, accepted_schema, config_schema, schema_text
from drift.errors import ConfigError

EXAMPLE = Path(__file__).parents[2] / "configs" / "example.yaml"
VALIDATOR = Draft202012Validator(config_schema())


def test_the_file_that_ships_is_what_the_models_give() -> None:
    """`python -m drift.config.schema` prints it."""
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text()
    Draft202012Validator.check_schema(config_schema())


def test_the_file_of_accepted_findings_is_what_its_models_give() -> None:
    """`python -m drift.config.schema accepted` prints it."""
    assert ACCEPTED_FILE.read_text(encoding="utf-8") == schema_text(accepted_schema())
    Draft202012Validator.check_schema(accepted_schema())


def test_the_example_and_what_a_config_says_of_itself_are_valid() -> None:
    for values in (
        yaml.safe_load(EXAMPLE.read_text(encoding="utf-8")),
        load_config(EXAMPLE).to_dict(),
        Config().to_dict(),
    ):
        VALIDATOR.validate(values)


@pytest.mark.parametrize(
    "text",
    [
        "sensitivty: high",
        "sensitivity: highest",
        "version: 2",
        "rows: {}",
        "rows: {minimum: 1}",
        "rows: {min: -1}",
        "sample: 1.5",
        "max_age: 36",
        "max_age: soon",
        "key: trip_id",
        "time: ''",
        "columns: {a: {tolerance: -1}}",
        "columns: {a: {importance: 2}}",
        "columns: {a: {sensitive: 1}}",
        "columns: {a: {knd: number}}",
        "history: 7",
    ],
)
def test_what_a_config_refuses_an_editor_marks(text: str) -> None:
    values = yaml.safe_load(text)
    assert list(VALIDATOR.iter_errors(values))
    with pytest.raises(ConfigError):
        Config.from_dict(values)


def test_every_key_says_what_it_means_without_links() -> None:
    schema = json.loads(schema_text())
    parts = [schema, *schema["$defs"].values()]
    told = [key.get("description", "") for part in parts for key in part["properties"].values()]
    assert all(told)
    assert not any("](" in one for one in told)
