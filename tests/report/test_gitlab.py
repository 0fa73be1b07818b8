"""The run as GitLab's code quality report: what GitLab's own schema asks for, whatever data is called."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from drift.config import parse_config
from drift.report.gitlab import SEVERITIES, render_gitlab
from drift.report.summary import findings_of
from made_runs import in_milliseconds, make_finding
from runs import CHANGES, ODD_NAMES, run_of, run_with_name

if TYPE_CHECKING:
    from drift.config import Config
    from drift.record.record import Record

# What GitLab documents as required. Its parser's own schema, codeclimate.json, asks for the same but for the
# parts of a location; without them the link to the line leads nowhere.
SCHEMA: Final = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "minLength": 1},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}
CONFIG: Final = parse_config(
    "version: 1\n\nrows: {min: 10}\ncolumns:\n  'wait_*': {unit: second}\n", "./configs/trips.yaml"
)


def issues(record: Record, config: Config | None = None) -> list[dict[str, Any]]:
    """Return the objects that GitLab reads."""
    read: list[dict[str, Any]] = json.loads(render_gitlab(record, config=config))
    return read


@pytest.mark.parametrize("change", CHANGES)
def test_every_run_is_as_gitlab_wants_it(change: str) -> None:
    Draft7Validator(SCHEMA).validate(issues(run_of(change)))


@pytest.mark.parametrize("change", CHANGES)
def test_every_finding_and_every_undecided_column_is_one_object_of_its_severity(change: str) -> None:
    run = run_of(change)
    wanted = Counter(SEVERITIES[finding.verdict] for finding in findings_of(run))
    wanted["info"] += run.counts["undecided"]
    assert Counter(one["severity"] for one in issues(run)) == +wanted


@pytest.mark.parametrize("change", CHANGES)
def test_fingerprints_are_unique_and_the_same_again(change: str) -> None:
    found = [one["fingerprint"] for one in issues(run_of(change))]
    assert len(set(found)) == len(found)
    later = replace(run_of(change), run_id="another", batch="tomorrow", verdict="ok")
    assert [one["fingerprint"] for one in issues(later)] == found


def test_two_findings_of_one_fault_are_two() -> None:
    record = in_milliseconds()
    finding = make_finding("wait_s", "unit_change")
    column = replace(record.columns[0], findings=(finding, finding))
    first, second = (one["fingerprint"] for one in issues(replace(record, columns=(column,))))
    assert second == f"{first}-2"


def test_a_breach_says_why_what_to_do_and_where() -> None:
    finding = in_milliseconds().columns[0].findings[0]
    assert finding.diagnosis is not None
    (one,) = issues(in_milliseconds(), CONFIG)
    assert one["description"] == f"trips: {finding.why} {finding.diagnosis.advice}"
    assert (one["check_name"], one["severity"]) == ("drift/distribution", "critical")
    assert one["location"] == {"path": "configs/trips.yaml", "lines": {"begin": 5}}


def test_a_finding_of_the_batch_points_at_the_key_of_its_name() -> None:
    record = in_milliseconds()
    finding = replace(record.columns[0].findings[0], column=None, check="rows", why="The batch has 3 rows.")
    (one,) = issues(replace(record, findings=(finding,), columns=()), CONFIG)
    assert one["location"]["lines"] == {"begin": 3}


@pytest.mark.parametrize(("path", "told"), [("models/fraud.drift", "models/fraud.drift"), (None, "trips")])
def test_without_a_config_the_reference_stands_for_it(path: str | None, told: str) -> None:
    record = in_milliseconds()
    (one,) = issues(replace(record, reference=replace(record.reference, path=path)))
    assert one["location"] == {"path": told, "lines": {"begin": 1}}


@pytest.mark.parametrize("odd", ODD_NAMES)
def test_odd_names_are_text_and_nothing_else(odd: str) -> None:
    run = replace(run_with_name(ODD_NAMES[odd]), dataset=ODD_NAMES[odd])
    found = issues(run)
    Draft7Validator(SCHEMA).validate(found)
    assert all(one["description"].isprintable() for one in found)


@given(st.text(st.characters(), max_size=30))
def test_any_name_gives_an_object(name: str) -> None:
    record = in_milliseconds()
    column = record.columns[0]
    finding = replace(column.findings[0], column=name, why=f"`{name}` moved.")
    (one,) = issues(replace(record, dataset=name, columns=(replace(column, name=name, findings=(finding,)),)))
    assert one["description"].isprintable()


def test_no_value_of_the_data_is_told_but_in_sentences() -> None:
    text = render_gitlab(run_of("a unit"))
    assert not any(level in text for level in ("Porto", "Braga", "Évora"))
