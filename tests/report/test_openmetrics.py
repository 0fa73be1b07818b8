"""The run as numbers: what Prometheus' own parsers make of it, whatever data is called."""

from __future__ import annotations

import math
import os
import shutil
import socket
import subprocess
import time
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.request import urlopen

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.openmetrics.parser import text_string_to_metric_families as read_openmetrics
from prometheus_client.parser import text_string_to_metric_families as read_text_format

from drift.report.openmetrics import METRICS, render_openmetrics
from made_runs import in_milliseconds, make_finding, make_record
from runs import CHANGES, ODD_NAMES, run_of

if TYPE_CHECKING:
    from pathlib import Path

    from drift.record.record import Record

    Sample = tuple[str, frozenset[tuple[str, str]]]

READERS: Final = {"OpenMetrics": read_openmetrics, "text format": read_text_format}


def series(record: Record, reader: str = "OpenMetrics") -> dict[Sample, float]:
    """Return every series with its value; each is there once."""
    found: dict[Sample, float] = {}
    for family in READERS[reader](render_openmetrics(record)):
        assert family.type == "gauge"
        for sample in family.samples:
            name = (sample.name, frozenset(sample.labels.items()))
            assert name not in found
            assert sample.timestamp is None  # the textfile collector refuses a file with one
            found[name] = sample.value
    return found


def value(record: Record, metric: str, **labels: str) -> float | None:
    return series(record).get((metric, frozenset({"dataset": record.dataset, **labels}.items())))


@pytest.mark.parametrize("change", CHANGES)
def test_both_parsers_read_the_same_series(change: str) -> None:
    first, second = (series(run_of(change), reader) for reader in READERS)
    assert first == second
    assert all(math.isfinite(one) for one in first.values())


@pytest.mark.parametrize("change", CHANGES)
def test_the_numbers_are_those_of_the_run(change: str) -> None:
    run = run_of(change)
    found = series(run)
    wanted: dict[Sample, float] = {}
    for column in run.columns:
        for judged in column.measurements:
            labels = {"dataset": "dataset", "column": column.name, "statistic": judged.measurement.statistic}
            numbers = {
                "drift_measurement": judged.measurement.value,
                "drift_margin": judged.measurement.margin,
                "drift_tolerance": judged.tolerance,
            }
            for name, number in numbers.items():
                if number is not None and math.isfinite(number):
                    wanted[name, frozenset(labels.items())] = number
    told = {
        name: one
        for name, one in found.items()
        if name[0] in {"drift_measurement", "drift_margin", "drift_tolerance"}
    }
    assert told == wanted
    assert value(run, "drift_exit_code") == run.exit_code
    assert value(run, "drift_rows", side="live") == run.live.rows
    assert value(run, "drift_run_timestamp_seconds") == run.started_at.timestamp()
    assert value(run, "drift_verdict", verdict=run.verdict) == 1
    assert sum(one for (name, _), one in found.items() if name == "drift_verdict") == 1
    assert sum(one for (name, _), one in found.items() if name == "drift_columns") == len(run.columns)
    assert sum(one for (name, _), one in found.items() if name == "drift_column_verdict") == len(run.columns)


def test_a_finding_has_its_fault() -> None:
    labels = {"column": "seconds", "check": "distribution", "fault": "unit_change", "verdict": "breach"}
    assert value(run_of("a unit"), "drift_finding", **labels) == 1


def test_findings_of_the_same_labels_are_counted() -> None:
    frame = pl.DataFrame({"a": [1, 2]})
    record = make_record(frame, frame, (make_finding("a"), make_finding("a")))
    labels = {"column": "a", "check": "distribution", "fault": "shift", "verdict": "breach"}
    assert value(record, "drift_finding", **labels) == 2


def test_every_metric_has_a_name_that_both_formats_take() -> None:
    """No suffix that OpenMetrics keeps for other types."""
    kept = ("_total", "_created", "_count", "_sum", "_bucket", "_gcount", "_gsum", "_info")
    assert [name for name in METRICS if name.endswith(kept)] == []


@given(st.lists(st.text(st.characters(), max_size=12), min_size=2, max_size=4, unique=True))
def test_columns_of_any_names_are_series_of_their_own(names: list[str]) -> None:
    record = in_milliseconds()
    columns = tuple(replace(record.columns[0], name=name, findings=()) for name in names)
    record = replace(record, dataset=names[0], columns=columns)
    for reader in READERS:
        found = series(record, reader)
        assert sum(name == "drift_column_verdict" for name, _ in found) == len(names)


@pytest.mark.parametrize("odd", ODD_NAMES)
def test_odd_names_are_seen_and_nothing_else(odd: str) -> None:
    record = in_milliseconds()
    record = replace(record, columns=(replace(record.columns[0], name=ODD_NAMES[odd], findings=()),))
    assert all(line.isprintable() for line in render_openmetrics(record).splitlines())


def test_names_that_would_look_alike_stay_two() -> None:
    r"""A control character is written as `\x01`, and a column may be called just that."""
    frame = pl.DataFrame({"a\x01": [1, 2], "a\\x01": [1, 2], 'quoted "a"\n': [1, 2]})
    found = series(make_record(frame, frame))
    names = {dict(labels)["column"] for name, labels in found if name == "drift_column_verdict"}
    assert names == {"a\\x01", "a\\\\x01", 'quoted "a"\\n'}


@pytest.mark.slow
def test_the_textfile_collector_takes_it(tmp_path: Path) -> None:
    """Prometheus' node exporter, which reads the older of the two formats."""
    program = shutil.which("prometheus-node-exporter")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("no node exporter is installed: .ci/run installs one")
        pytest.skip("no node exporter is installed")
    frame = pl.DataFrame({"a\x01": [1, 2], "a\\x01": [1, 2], 'quoted "a"\n': [1, 2], "é{}": [1, 2]})
    (tmp_path / "odd.prom").write_text(render_openmetrics(make_record(frame, frame)), encoding="utf-8")
    (tmp_path / "unit.prom").write_text(render_openmetrics(run_of("a unit")), encoding="utf-8")
    told = scraped(program, tmp_path)
    assert "\nnode_textfile_scrape_error 0\n" in told
    assert '\ndrift_exit_code{dataset="dataset"} 1\n' in told
    assert '\ndrift_column_verdict{column="quoted \\"a\\"\\\\n",dataset="trips",verdict="ok"} 1\n' in told


def scraped(program: str, folder: Path) -> str:
    """Return what Prometheus would get of the files in a folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        program,
        "--collector.disable-defaults",
        "--collector.textfile",
        f"--collector.textfile.directory={folder}",
        f"--web.listen-address=127.0.0.1:{port}",
    ]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as exporter:  # noqa: S603 - what is installed
        try:
            for _ in range(100):
                with suppress(OSError), urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
                    return str(answer.read().decode())
                time.sleep(0.1)
            pytest.fail("the exporter did not answer")
        finally:
            exporter.terminate()
