"""alibi-detect: the columns that its detector of tables finds drifted, and whether it finds the batch so.

Both at its default p-value of 0.05: that of a column by itself, that of the batch divided by the columns
(Bonferroni), as it does itself. It takes arrays of numbers without nulls: categories are numbered, a null
being one of them, and rows with a null number left out.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from benchmarks.peers.programs.asking import Told, answer, is_number, read_pandas

detectors, numpy, pandas = import_module("alibi_detect.cd"), import_module("numpy"), import_module("pandas")


def ask(reference: Any, live: Any) -> Told:  # noqa: ANN401
    """Return what `TabularDrift` says by feature and by batch."""
    names = [name for name in reference.columns if name in live.columns]
    numbers = [name for name in names if is_number(reference[name])]
    before, now = (rows[names].dropna(subset=numbers) for rows in (reference, live))
    sides: tuple[list[Any], list[Any]] = ([], [])
    categories: dict[int, list[int]] = {}
    for place, name in enumerate(names):
        parts = before[name], now[name]
        if name not in numbers:
            every = pandas.concat(parts).astype("string").fillna("null")
            codes, levels = pandas.factorize(every)
            categories[place] = list(range(len(levels)))
            parts = codes[: len(before)], codes[len(before) :]
        for side, part in zip(sides, parts, strict=True):
            side.append(numpy.asarray(part, dtype="float64"))
    before, now = (numpy.column_stack(side) for side in sides)
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
