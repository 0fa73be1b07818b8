"""What `--format json` writes is what the JSON Schema says that ships with the package."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from jsonschema import Draft202012Validator

import drift
from drift.diagnose.catalogue import FAULTS
from drift.errors import InputNotFoundError
from drift.report.json import render_error, render_json, run_schema
from runs import CHANGES, ODD_NAMES, reference, run_of, run_with_name, training, without_moments

if TYPE_CHECKING:
    from collections.abc import Iterator


def told(text: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return what a strict reader makes of JSON text."""

    def refuse(constant: str) -> None:
        pytest.fail(f"{constant} is no JSON")

    return json.loads(text, parse_constant=refuse)


def problems(document: object) -> list[str]:
    """Return what breaks the schema, each with its place."""
    found = Draft202012Validator(
        run_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER
    ).iter_errors(document)
    return [f"{error.json_path}: {error.message[:200]}" for error in found]


def objects(schema: object) -> Iterator[dict[str, Any]]:
    """Yield every part of a schema that describes an object."""
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for inner in schema.values():
            yield from objects(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from objects(inner)


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(run_schema())


def test_the_schema_is_strict_but_for_parameters() -> None:
    """Every key is described and required; a fault has its own parameters, a row the data's columns."""
    loose = [one for one in objects(run_schema()) if one.get("additionalProperties") is not False]
    assert loose == [run_schema()["$defs"][name] for name in ("row", "parameters")]
    assert all(
        sorted(one["required"]) == sorted(one["properties"])
        for one in objects(run_schema())
        if one not in loose
    )


def test_the_schema_knows_every_fault_of_the_catalogue() -> None:
    assert {fault.name for fault in FAULTS} <= set(run_schema()["$defs"]["fault"]["enum"])


@pytest.mark.parametrize("change", CHANGES)
def test_every_run_is_as_the_schema_says(change: str) -> None:
    assert problems(told(render_json(run_of(change)))) == []


@pytest.mark.parametrize("change", ["all ok", "a unit", "a lost column", "no rows", "two rows"])
def test_a_run_with_segments_is_as_the_schema_says(change: str) -> None:
    """Its levels, and the findings of single ones."""
    trained = drift.fit(training(), config={"segments": ["city", "member"]})
    live = CHANGES[change](training()).with_columns(count=pl.when("member").then(None).otherwise("count"))
    document = told(render_json(drift.check(live, trained)))
    assert problems(document) == []
    assert document["segments"]


@pytest.mark.parametrize("odd", ODD_NAMES)
def test_odd_names_are_written_in_ascii_and_come_back(odd: str) -> None:
    text = render_json(run_with_name(ODD_NAMES[odd]))
    assert text.isascii()
    assert all(character.isprintable() or character == "\n" for character in text)
    assert problems(told(text)) == []
    assert told(text)["columns"][0]["name"] == ODD_NAMES[odd]


@pytest.mark.parametrize("change", CHANGES)
def test_the_same_inputs_give_the_same_document(change: str) -> None:
    """But for what the moment decides."""
    again = drift.check(CHANGES[change](training()), drift.fit(training()))
    assert without_moments(again.to_dict()) == without_moments(run_of(change).to_dict())


def test_the_order_of_rows_does_not_show() -> None:
    shuffled = drift.check(
        CHANGES["a unit"](training()).sample(fraction=1, shuffle=True, seed=4), reference()
    )
    assert without_moments(shuffled.to_dict()) == without_moments(run_of("a unit").to_dict())


@pytest.mark.parametrize(
    ("change", "verdict", "code"),
    [
        ("all ok", "ok", 0),
        ("a unit", "breach", 1),
        ("a new column", "warning", 0),
        ("a lost column", "breach", 1),
        ("no rows", "undecided", 3),
        ("no shared column", "breach", 1),
    ],
)
def test_verdicts_are_those_of_the_contract(change: str, verdict: str, code: int) -> None:
    document = told(render_json(run_of(change)))
    assert (document["verdict"], document["exit_code"]) == (verdict, code)


def test_a_run_says_what_happened() -> None:
    document = told(render_json(run_of("a unit")))
    column = next(one for one in document["columns"] if one["name"] == "seconds")
    diagnosis = column["findings"][0]["diagnosis"]
    assert diagnosis["fault"] == "unit_change"
    assert diagnosis["parameters"]["factor"] == 1000.0
    assert (diagnosis["parameters"]["from"], diagnosis["parameters"]["to"]) == ("second", "millisecond")


def test_what_a_batch_lost_and_got_is_told_at_the_top_and_at_the_column() -> None:
    for change, name, fault in (
        ("a lost column", "city", "missing_column"),
        ("a new column", "extra", "new_column"),
    ):
        document = told(render_json(run_of(change)))
        assert [(one["column"], one["diagnosis"]["fault"]) for one in document["findings"]] == [(name, fault)]
        assert [one["name"] for one in document["columns"] if one["findings"]] == [name]


def test_an_error_has_a_kind_a_message_and_whether_a_retry_makes_sense() -> None:
    error = InputNotFoundError("a\x1b.csv: no such file", mend="check the path")
    assert told(render_error(error)) == {
        "error": {
            "kind": "input_not_found",
            "message": "a\x1b.csv: no such file\n  mend it:  check the path",
            "retryable": True,
        }
    }
    assert render_error(error).isascii()
