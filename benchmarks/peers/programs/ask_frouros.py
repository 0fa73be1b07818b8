"""frouros: the columns whose test has a p-value of at most 0.001, the level of its quick start.

KS for numbers and chi-square for the rest; nulls, which it does not take, are left out.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

from benchmarks.peers.programs.asking import Told, answer, is_number, of_columns, read_pandas

detectors = import_module("frouros.detectors.data_drift")

ALPHA: Final = 0.001


def ask(reference: Any, live: Any) -> Told:  # noqa: ANN401
    """Return the columns at or below the threshold."""
    found = {}
    for name in (name for name in reference.columns if name in live.columns):
        before, now = reference[name].dropna(), live[name].dropna()
        number = is_number(reference[name])
        detector = detectors.KSTest() if number else detectors.ChiSquareTest()
        detector.fit(X=before.to_numpy() if number else before.astype(str).to_numpy())
        told, _ = detector.compare(X=now.to_numpy() if number else now.astype(str).to_numpy())
        if told.p_value <= ALPHA:
            found[name] = f"p-value {told.p_value}"
    return of_columns(found)


answer(ask, read_pandas)
