"""alibi-detect: the columns that its detector of tables finds drifted, each by itself at 0.05.

It takes arrays of numbers without nulls: categories are numbered, and rows with a null left out.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from benchmarks.peers.programs.asking import answer, is_number, read_pandas

detectors, numpy, pandas = import_module("alibi_detect.cd"), import_module("numpy"), import_module("pandas")


def alarms(reference: Any, live: Any) -> list[str]:  # noqa: ANN401
    """Return the columns of `TabularDrift` by feature."""
    names: list[str] = []
    categories: dict[int, list[int]] = {}
    sides: tuple[list[Any], list[Any]] = ([], [])
    for name in (name for name in reference.columns if name in live.columns):
        if not is_number(reference[name]):
            every = pandas.concat([reference[name], live[name]]).astype("string").fillna("null")
            codes, levels = pandas.factorize(every)
            categories[len(names)] = list(range(len(levels)))
            parts = codes[: len(reference)], codes[len(reference) :]
        else:
            parts = reference[name].to_numpy("float64"), live[name].to_numpy("float64")
        names.append(name)
        for side, part in zip(sides, parts, strict=True):
            side.append(part.astype("float64"))
    before, now = (numpy.column_stack(side) for side in sides)
    before, now = (rows[~numpy.isnan(rows).any(axis=1)] for rows in (before, now))
    detector = detectors.TabularDrift(before, p_val=0.05, categories_per_feature=categories or None)
    told = detector.predict(now, drift_type="feature")["data"]["is_drift"]
    return [name for name, drifted in zip(names, told, strict=True) if drifted]


answer(alarms, read_pandas)
