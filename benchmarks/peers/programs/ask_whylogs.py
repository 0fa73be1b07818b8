"""whylogs: the columns whose drift score is in the category DRIFT."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from benchmarks.peers.programs.asking import Told, answer, of_columns, read_pandas

why = import_module("whylogs")
algorithms = import_module("whylogs.viz.drift.column_drift_algorithms")


def ask(reference: Any, live: Any) -> Told:  # noqa: ANN401
    """Return the columns that `calculate_drift_scores` puts into DRIFT at its own thresholds."""
    target, before = why.log(live).view(), why.log(reference).view()
    scores = algorithms.calculate_drift_scores(
        target_view=target, reference_view=before, with_thresholds=True
    )
    return of_columns(
        {
            name: f"{score['algorithm']}: p-value {score['pvalue']}, {score['drift_category']}"
            for name, score in scores.items()
            if score is not None and str(score.get("drift_category")) == "DRIFT"
        }
    )


answer(ask, read_pandas)
