"""TensorFlow Data Validation: the columns of which the batch has an anomaly against training's schema.

The schema is the one that it infers. Its comparators of distributions have no default threshold: without one
of the user's they say nothing, and so it is here.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from benchmarks.peers.programs.asking import Told, answer, of_columns, read_pandas

library = import_module("tensorflow_data_validation")


def ask(reference: Any, live: Any) -> Told:  # noqa: ANN401
    """Return the anomalies of `validate_statistics`."""
    before, now = (library.generate_statistics_from_dataframe(rows) for rows in (reference, live))
    found = library.validate_statistics(now, library.infer_schema(before)).anomaly_info
    return of_columns({name: f"{one.short_description}: {one.description}" for name, one in found.items()})


answer(ask, read_pandas)
