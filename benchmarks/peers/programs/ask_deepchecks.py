"""deepchecks: the columns that fail a check of its suite of training against test, at its conditions.

Three of its checks speak of columns: drift of a feature, new categories, and spellings of known ones. The
others compare whole tables, or need a label.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

from benchmarks.peers.programs.asking import Told, answer, is_number, of_columns, read_pandas

tabular, checks = import_module("deepchecks.tabular"), import_module("deepchecks.tabular.checks")

MOST: Final = 0.2  # of `add_condition_drift_score_less_than`, for numbers and categories


def ask(reference: Any, live: Any) -> Told:  # noqa: ANN401
    """Return the columns that fail, and by which check."""
    names = [name for name in reference.columns if not is_number(reference[name])]
    before, now = (tabular.Dataset(rows, cat_features=names) for rows in (reference, live))
    said: dict[str, str] = {}
    for name, one in checks.FeatureDrift().run(before, now).value.items():
        if one["Drift score"] is not None and one["Drift score"] >= MOST:
            said[name] = f"{one['Method']} {one['Drift score']}"
    for name, row in checks.NewCategoryTrainTest().run(before, now).value.iterrows():
        if row.iloc[0]:
            said[name] = f"{said.get(name, '')} new categories: {row.iloc[-1]}"
    for name, variants in checks.StringMismatchComparison().run(before, now).value.items():
        if variants:
            said[name] = f"{said.get(name, '')} new variants of spelling: {list(variants)}"
    return of_columns(said)


answer(ask, read_pandas)
