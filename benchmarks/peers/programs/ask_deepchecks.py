"""deepchecks: the columns whose score fails the default condition of its check of feature drift."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

from benchmarks.peers.programs.asking import answer, is_number, read_pandas

tabular, checks = import_module("deepchecks.tabular"), import_module("deepchecks.tabular.checks")

MOST: Final = 0.2  # of `add_condition_drift_score_less_than`, for numbers and categories


def alarms(reference: Any, live: Any) -> list[str]:  # noqa: ANN401
    """Return the columns at or above the condition's bound."""
    names = [name for name in reference.columns if not is_number(reference[name])]
    before, now = (tabular.Dataset(rows, cat_features=names) for rows in (reference, live))
    told = checks.FeatureDrift().run(before, now).value
    return [
        name for name, one in told.items() if one["Drift score"] is not None and one["Drift score"] >= MOST
    ]


answer(alarms, read_pandas)
