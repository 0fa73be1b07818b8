"""alibi-detect: the columns that its detector of tables finds drifted, and whether it finds the batch so.

Both at its default p-value of 0.05: that of a column by itself, that of the batch divided by the columns
(Bonferroni), as it does itself. It takes arrays of numbers without nulls: categories are numbered, and rows
with a null left out.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from benchmarks.peers.programs.asking import Told, answer, is_number, read_pandas

detectors, numpy, pandas = import_module("alibi_detect.cd"), import_module("numpy"), import_module("pandas")


def ask(reference: Any, live: Any) -> Told:  # noqa: ANN401
    """Return what `TabularDrift` says by feature and by batch."""
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
    detector = detectors.TabularDrift(before, categories_per_feature=categories or None)
    told = detector.predict(now, drift_type="feature")["data"]
    whole = detector.predict(now, drift_type="batch")["data"]
    return Told(
        batch=bool(whole["is_drift"]),
        columns={
            name: f"p-value {p_value}"
            for name, drifted, p_value in zip(names, told["is_drift"], told["p_val"], strict=True)
            if drifted
        },
    )


answer(ask, read_pandas)
