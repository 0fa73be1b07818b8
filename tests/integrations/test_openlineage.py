"""A run as an event of OpenLineage: built of its client's classes, sent by its client, read as JSON."""

from __future__ import annotations

import importlib
import json
import sys
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openlineage.client import OpenLineageClient
from openlineage.client.serde import Serde
from openlineage.client.transport.file import FileConfig, FileTransport

from drift.errors import InputUnsupportedError
from drift.integrations.openlineage import run_event
from drift.report.text import label
from made_runs import in_milliseconds
from runs import CHANGES, run_of

if TYPE_CHECKING:
    from pathlib import Path

    from drift.record.record import Record


def told(run: Record, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - of any argument
    """Return the event as the client writes it."""
    read: dict[str, Any] = json.loads(Serde.to_json(run_event(run, **more)))
    return read


def facets(run: Record) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the assertions and the metrics of the batch."""
    (batch,) = told(run)["inputs"]
    return batch["inputFacets"]["dataQualityAssertions"]["assertions"], batch["inputFacets"][
        "dataQualityMetrics"
    ]


def test_the_client_sends_it(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    client = OpenLineageClient(transport=FileTransport(FileConfig(log_file_path=str(path), append=True)))
    client.emit(run_event(run_of("a unit")))
    (line,) = path.read_text(encoding="utf-8").splitlines()
    event = json.loads(line)
    assert event["eventType"] == "COMPLETE"
    assert event["job"]["namespace"] == "drift"
    assert event["job"]["name"] == "check.dataset"
    assert event["producer"].startswith("urn:driftgate:")


def test_it_is_the_same_for_the_same_run_and_another_for_another() -> None:
    run = run_of("a unit")
    assert told(run) == told(run)
    assert told(run)["run"] != told(replace(run, run_id="another"))["run"]


def test_names_of_your_lineage_are_taken() -> None:
    event = told(run_of("all ok"), namespace="prod", dataset=("s3://lake", "features"), job="gate")
    assert (event["job"]["namespace"], event["job"]["name"]) == ("prod", "gate")
    (batch,) = event["inputs"]
    assert (batch["namespace"], batch["name"]) == ("s3://lake", "features")


@pytest.mark.parametrize("change", CHANGES)
def test_what_failed_is_what_was_found(change: str) -> None:
    run = run_of(change)
    found, _ = facets(run)
    failed = Counter((one.get("column"), one["assertion"]) for one in found if not one["success"])
    wanted = {
        (column.name, finding.check)
        for column in run.columns
        for finding in column.findings
        if finding.verdict in {"breach", "warning"}
    } | {
        (None, one.check)
        for one in run.findings
        if one.column is None and one.verdict in {"breach", "warning"}
    }
    assert set(failed) == wanted
    assert all(one["severity"] in {"error", "warn"} for one in found if not one["success"])


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_not_judged_did_not_pass(change: str) -> None:
    run = run_of(change)
    passed = {one["column"] for one in facets(run)[0] if one["success"]}
    assert passed.isdisjoint(
        column.name for column in run.columns if column.verdict in {"undecided", "skipped"}
    )
    assert passed >= {column.name for column in run.columns if column.verdict == "ok"}


def test_a_breach_has_its_sentence_its_fault_and_its_numbers() -> None:
    run = run_of("a unit")
    (failed,) = [one for one in facets(run)[0] if not one["success"]]
    (ks,) = [one for one in run["seconds"].measurements if one.measurement.statistic == "ks"]
    assert failed["description"] == run["seconds"].findings[0].why
    assert (failed["name"], failed["severity"]) == ("unit_change", "error")
    assert failed["expected"] == f"at most {ks.tolerance:.6g}"
    assert failed["actual"].startswith(f"{ks.measurement.value:.6g}, ")


def test_the_metrics_are_counts() -> None:
    run = run_of("null columns")
    _, metrics = facets(run)
    assert metrics["rowCount"] == 600
    city = metrics["columnMetrics"]["city"]
    assert (city["nullCount"], city["count"]) == (600, 0)


def test_no_value_of_the_data_is_told_but_in_sentences() -> None:
    text = json.dumps(told(run_of("a unit")))
    assert not any(level in text for level in ("Porto", "Braga", "vora"))


@given(st.text(st.characters(), max_size=30))
def test_any_name_is_told(name: str) -> None:
    record = in_milliseconds()
    column = record.columns[0]
    finding = replace(column.findings[0], column=name, why=f"`{name}` moved.")
    found, _ = facets(replace(record, columns=(replace(column, name=name, findings=(finding,)),)))
    assert {one["column"] for one in found} == {label(name)}


def test_where_it_is_missing_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openlineage", None)
    monkeypatch.delitem(sys.modules, "drift.integrations.openlineage")
    with pytest.raises(InputUnsupportedError, match="needs the package openlineage") as caught:
        importlib.import_module("drift.integrations.openlineage")
    assert caught.value.mend == "pip install 'driftgate[openlineage]'"
