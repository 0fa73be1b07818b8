"""Evidently: the columns that its preset of data drift finds drifted, and whether it finds the table so.

A table has drifted, by its default, where half of the columns have.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from benchmarks.peers.programs.asking import Told, answer, read_pandas

library, presets = import_module("evidently"), import_module("evidently.presets")


def ask(reference: Any, live: Any) -> Told:  # noqa: ANN401
    """Return the tests of `DataDriftPreset` that fail: one for each column, and one for their share."""
    report = library.Report([presets.DataDriftPreset()], include_tests=True)
    batch, columns = False, {}
    for test in report.run(live, reference).dict()["tests"]:
        if str(test["status"]).upper().endswith("FAIL"):
            column = test["metric_config"]["params"].get("column")
            if column is None:
                batch = True
            else:
                columns[column] = test["description"]
    return Told(batch=batch, columns=columns)


answer(ask, read_pandas)
