"""A run as JSON values, and back: nothing is lost, and nothing is written that JSON has no value for."""

from __future__ import annotations

import json
import math
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from drift.diagnose.diagnosis import Diagnosis
from drift.errors import FileIncompatibleError
from drift.record.document import of_document, to_document
from runs import CHANGES, run_of

if TYPE_CHECKING:
    from drift.record.record import Record


def read(record: Record, document: dict[str, Any]) -> Record:
    """Return the run of a document, with the profiles of the run that it was written for."""
    return of_document(document, reference_profile=record.reference_profile, live_profile=record.live_profile)


def with_parameters(parameters: dict[str, Any]) -> Any:  # noqa: ANN401 - what JSON holds
    """Return the parameters that the document of a run has whose diagnosis has these."""
    from dataclasses import replace  # noqa: PLC0415 - a helper of two tests

    run = run_of("a unit")
    told = next(column for column in run.columns if column.findings)
    diagnosis = Diagnosis(fault="unit_change", story="is not", advice="Ask.", parameters=parameters)
    changed = replace(told, findings=(replace(told.findings[0], diagnosis=diagnosis),))
    document = to_document(replace(run, columns=(changed,)))
    return document["columns"][0]["findings"][0]["diagnosis"]["parameters"]


@pytest.mark.parametrize("change", CHANGES)
def test_a_document_comes_back_as_it_was(change: str) -> None:
    run = run_of(change)
    document = to_document(run)
    stored = json.loads(json.dumps(document, allow_nan=False))
    assert stored == document
    assert to_document(read(run, stored)) == document


def test_keys_of_a_later_version_are_passed_over() -> None:
    run = run_of("a unit")
    document = to_document(run)
    later = json.loads(json.dumps(document).replace('"statistic":', '"later": 1, "statistic":'))
    later = json.loads(json.dumps(later).replace('"fault":', '"later": 1, "fault":'))
    assert to_document(read(run, later | {"later": 1})) == document


def test_another_schema_version_is_refused() -> None:
    run = run_of("all ok")
    with pytest.raises(FileIncompatibleError, match="schema version 2"):
        read(run, to_document(run) | {"schema_version": 2})


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        (2**53, 2**53),
        (2**53 + 1, "9007199254740993"),
        (-(2**53) - 1, "-9007199254740993"),
        (Decimal("0.10"), "0.10"),
        (math.nan, None),
        (-math.inf, None),
        (1.5, 1.5),
        (True, True),
        (None, None),
        (np.float64("nan"), None),
        (np.int64(7), 7),
        (np.bool_(1), True),
        (date(2026, 11, 22), "2026-11-22"),
        (datetime(2026, 11, 22, 6, 30, tzinfo=UTC), "2026-11-22T06:30:00Z"),
        (datetime(2026, 11, 22, 6, 30, tzinfo=timezone(timedelta(hours=1))), "2026-11-22T05:30:00Z"),
        (datetime(2026, 11, 22, 6, 30), "2026-11-22T06:30:00"),  # noqa: DTZ001 - a time without a zone
        (timedelta(minutes=-90), "PT-5400S"),
        ([2**60, (math.inf, "é")], ["1152921504606846976", [None, "é"]]),
        ({1: {"a": math.nan}}, {"1": {"a": None}}),
    ],
)
def test_a_parameter_is_written_as_a_value_that_json_has(value: object, stored: object) -> None:
    found = with_parameters({"value": value})["value"]
    assert found == stored
    assert type(found) is type(stored)


def test_times_are_in_utc() -> None:
    document = to_document(run_of("all ok"))
    assert document["started_at"] == "2026-11-22T06:30:00Z"
    assert document["as_of"] == "2026-11-22T06:30:00Z"
    assert document["reference"]["created_at"] == "2026-11-22T06:30:00Z"
