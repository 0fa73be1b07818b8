"""The whole way, from rows to a run: the one folder that sees every layer.

`fitting` learns a reference from training data, `checking` compares a live batch with it, `comparing` does
both in one go, `profiling` keeps shards to be added up; `reading` is the one pass over rows, `stored`
takes profiles where rows could stand, `loading` opens whatever drift wrote, `drilling` breaks copies of a
healthy batch, `proposing` writes a first config, `remembering` looks back at past batches, `accepting` writes
down what people expect, `settings` holds a config to the data it is about, `values` are what all return. What
a command can do, these can.
"""

from __future__ import annotations

from drift.record.drill import Drill
from drift.record.history import History
from drift.run.accepting import accept, decisions_for, ends_told
from drift.run.checking import check
from drift.run.comparing import compare
from drift.run.drilling import drill
from drift.run.fitting import fit
from drift.run.loading import load
from drift.run.profiling import merge, profile
from drift.run.proposing import init
from drift.run.remembering import history_of
from drift.run.reports import ReportPaths, report_paths, write_evidently, write_html
from drift.run.settings import settings_of
from drift.run.values import DriftBreach, Profile, Reference, Run, headline
from drift.sources.options import ReadOptions

__all__ = [
    "DriftBreach",
    "Drill",
    "History",
    "Profile",
    "ReadOptions",
    "Reference",
    "ReportPaths",
    "Run",
    "accept",
    "check",
    "compare",
    "decisions_for",
    "drill",
    "ends_told",
    "fit",
    "headline",
    "history_of",
    "init",
    "load",
    "merge",
    "profile",
    "report_paths",
    "settings_of",
    "write_evidently",
    "write_html",
]
