"""The whole way, from rows to a run: the one folder that sees every layer.

`fitting` learns a reference from training data, `checking` compares a live batch with it, `settings`
holds a config to the data it is about, `values` are what both return. What a command can do, these can.
"""

from __future__ import annotations

from drift.run.checking import check
from drift.run.fitting import fit
from drift.run.reports import ReportPaths, report_paths, write_html
from drift.run.settings import settings_of
from drift.run.values import DriftBreach, Reference, Run, headline

__all__ = [
    "DriftBreach",
    "Reference",
    "ReportPaths",
    "Run",
    "check",
    "fit",
    "headline",
    "report_paths",
    "settings_of",
    "write_html",
]
