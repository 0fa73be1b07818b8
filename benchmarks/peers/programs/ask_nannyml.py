"""NannyML: the columns of which any of its ten default chunks is in alarm."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from benchmarks.peers.programs.asking import answer, read_pandas

library = import_module("nannyml")


def alarms(reference: Any, live: Any) -> list[str]:  # noqa: ANN401
    """Return the columns of `UnivariateDriftCalculator` at its defaults."""
    columns = [name for name in reference.columns if name in live.columns]
    calculator = library.UnivariateDriftCalculator(column_names=columns)
    calculator.fit(reference)
    told = calculator.calculate(live).filter(period="analysis").to_df()
    return sorted({key[0] for key in told.columns if key[-1] == "alarm" and bool(told[key].any())})


answer(alarms, read_pandas)
