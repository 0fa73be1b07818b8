"""NannyML: the columns of which any chunk of the batch is in alert.

Its default cuts training and batch into ten chunks each. With the setting `batch` the whole batch is one
chunk, and training is cut into chunks of as many rows, as its documentation asks of chunks that are compared:
ten of training at least, without which no threshold can be learned, so that a batch of a tenth of training's
rows or more is cut as well.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any, Final

from benchmarks.peers.programs.asking import Told, answer, of_columns, read_pandas

library = import_module("nannyml")

CHUNKS: Final = 10  # its default


def ask(reference: Any, live: Any) -> Told:  # noqa: ANN401
    """Return the columns of `UnivariateDriftCalculator`."""
    columns = [name for name in reference.columns if name in live.columns]
    rows = min(len(live), len(reference) // CHUNKS)
    chunks = {"chunk_size": rows} if "batch" in sys.argv[1:] else {}
    calculator = library.UnivariateDriftCalculator(column_names=columns, **chunks)
    calculator.fit(reference)
    told = calculator.calculate(live).filter(period="analysis").to_df()
    return of_columns(
        {
            column: f"{method} {told[column, method, 'value'].max()}"
            for column, method, what in told.columns
            if what == "alert" and bool(told[column, method, what].any())
        }
    )


answer(ask, read_pandas)
