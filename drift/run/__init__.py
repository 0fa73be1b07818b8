"""The whole way, from rows to a run: the one folder that sees every layer.

`fitting` learns a reference from training data, `checking` compares a live batch with it, `comparing` does
both in one go, `profiling` keeps shards to be added up; `reading` is the one pass over rows, `stored`
takes profiles where rows could stand, `loading` opens whatever drift wrote, `drilling` breaks copies of a
healthy batch, `planning` tells what a gate catches, `proposing` writes a first config, `remembering` looks
back at past batches and `trending` shows how they moved, `accepting` writes down what people expect and
`decisions` reads it, `promoting` lets it into the next reference, `reconciling` compares two tables by key,
`sending` tells a webhook, `settings` holds a config to the data it is about and `validating` to itself,
`values` and `kept` are what all return. What a command can do, these can.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from drift.record.drill import Drill
    from drift.record.history import History
    from drift.record.power import Power
    from drift.record.reconciliation import Reconciliation
    from drift.run.accepting import accept
    from drift.run.checking import check
    from drift.run.comparing import compare
    from drift.run.decisions import decisions_for, ends_told
    from drift.run.drilling import drill
    from drift.run.fitting import fit
    from drift.run.kept import Profile, Reference
    from drift.run.loading import load
    from drift.run.planning import power
    from drift.run.postmortem import draft_postmortem
    from drift.run.profiling import merge, profile
    from drift.run.promoting import promote
    from drift.run.proposing import init
    from drift.run.reconciling import reconcile
    from drift.run.remembering import history_of
    from drift.run.reports import ReportPaths, add_to_workspace, report_paths, write_evidently, write_html
    from drift.run.sending import require_receiver, send
    from drift.run.settings import settings_of
    from drift.run.trending import run_files, trends, write_trends
    from drift.run.validating import validate
    from drift.run.values import DriftBreach, Run, headline
    from drift.sources.options import ReadOptions

__all__ = [
    "DriftBreach",
    "Drill",
    "History",
    "Power",
    "Profile",
    "ReadOptions",
    "Reconciliation",
    "Reference",
    "ReportPaths",
    "Run",
    "accept",
    "add_to_workspace",
    "check",
    "compare",
    "decisions_for",
    "draft_postmortem",
    "drill",
    "ends_told",
    "fit",
    "headline",
    "history_of",
    "init",
    "load",
    "merge",
    "power",
    "profile",
    "promote",
    "reconcile",
    "report_paths",
    "require_receiver",
    "run_files",
    "send",
    "settings_of",
    "trends",
    "validate",
    "write_evidently",
    "write_html",
    "write_trends",
]

_HOMES: Final = {
    "DriftBreach": "drift.run.values",
    "Drill": "drift.record.drill",
    "History": "drift.record.history",
    "Power": "drift.record.power",
    "Profile": "drift.run.kept",
    "ReadOptions": "drift.sources.options",
    "Reconciliation": "drift.record.reconciliation",
    "Reference": "drift.run.kept",
    "ReportPaths": "drift.run.reports",
    "Run": "drift.run.values",
    "accept": "drift.run.accepting",
    "add_to_workspace": "drift.run.reports",
    "check": "drift.run.checking",
    "compare": "drift.run.comparing",
    "decisions_for": "drift.run.decisions",
    "draft_postmortem": "drift.run.postmortem",
    "drill": "drift.run.drilling",
    "ends_told": "drift.run.decisions",
    "fit": "drift.run.fitting",
    "headline": "drift.run.values",
    "history_of": "drift.run.remembering",
    "init": "drift.run.proposing",
    "load": "drift.run.loading",
    "merge": "drift.run.profiling",
    "power": "drift.run.planning",
    "profile": "drift.run.profiling",
    "promote": "drift.run.promoting",
    "reconcile": "drift.run.reconciling",
    "report_paths": "drift.run.reports",
    "require_receiver": "drift.run.sending",
    "run_files": "drift.run.trending",
    "send": "drift.run.sending",
    "settings_of": "drift.run.settings",
    "trends": "drift.run.trending",
    "validate": "drift.run.validating",
    "write_evidently": "drift.run.reports",
    "write_html": "drift.run.reports",
    "write_trends": "drift.run.trending",
}


def _public(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    """Return what a name stands for, imported on first use: a check need not load how batches are broken."""
    if name not in _HOMES:
        msg = f"module 'drift.run' has no attribute {name!r}"
        raise AttributeError(msg)
    found = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return found


if not TYPE_CHECKING:  # a type checker that sees it would take any name for a public one
    __getattr__ = _public
