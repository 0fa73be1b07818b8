"""Evidently: the columns that its preset of data drift finds drifted."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from benchmarks.peers.programs.asking import answer, read_pandas

library, presets = import_module("evidently"), import_module("evidently.presets")


def alarms(reference: Any, live: Any) -> list[str]:  # noqa: ANN401
    """Return the columns whose test of `DataDriftPreset` fails."""
    report = library.Report([presets.DataDriftPreset()], include_tests=True)
    snapshot = report.run(live, reference)
    found = []
    for test in snapshot.dict()["tests"]:
        column = test["metric_config"]["params"].get("column")
        if column is not None and str(test["status"]).upper().endswith("FAIL"):
            found.append(column)
    return found


answer(alarms, read_pandas)
