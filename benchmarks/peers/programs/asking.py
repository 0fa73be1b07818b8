"""What every program does: read pairs of files, ask its library which columns changed, and print that.

Run as `python PROGRAM.py [SETTING]` with JSON on standard input:
`{"seconds": 40, "questions": [[{"reference": …, "live": …, "time": …}, …], …]}`. Prints a line of JSON for
each pair: which question and pair it was, what the library said, or the error that it ended with. Of a
question no pair but the first is begun after so many seconds of the processor; imports come before, and are
not counted.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from contextlib import redirect_stdout
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a library says of a pair.

    Attributes
    ----------
    batch : bool
        Whether the batch is in alarm, by the library's own rule; where it has none, whether any column is.
    columns : dict of str to str
        The columns in alarm, and what the library says of each.
    """

    batch: bool
    columns: dict[str, str]


def of_columns(columns: dict[str, str]) -> Told:
    """Return what a library says that knows columns alone."""
    return Told(batch=bool(columns), columns=columns)


def answer(ask: Callable[[Any, Any], Told], read: Callable[[dict[str, Any], str], Any]) -> None:
    """Answer all questions; what a library prints itself goes to standard error."""
    warnings.simplefilter("ignore")
    asked = json.load(sys.stdin)
    for number, question in enumerate(asked["questions"]):
        began = time.process_time()
        for place, pair in enumerate(question):
            if place and time.process_time() - began > asked["seconds"]:
                break
            line: dict[str, object] = {"question": number, "pair": place}
            with redirect_stdout(sys.stderr):
                try:
                    said = ask(read(pair, pair["reference"]), read(pair, pair["live"]))
                    line |= {"batch": said.batch, "columns": said.columns}
                except Exception as error:  # noqa: BLE001 - whatever a library raises is its answer
                    line["error"] = f"{type(error).__name__}: {error}"[:200]
            print(json.dumps(line), flush=True)


def read_pandas(pair: dict[str, Any], path: str) -> Any:  # noqa: ANN401 - the peers' pandas, not ours
    """Return a Parquet file as pandas, without the column that holds the rows' time: it is no feature."""
    import pandas as pd  # noqa: PLC0415 - drift's own program reads none

    rows = pd.read_parquet(path)
    return rows if pair["time"] is None else rows.drop(columns=pair["time"])


def is_number(column: Any) -> bool:  # noqa: ANN401
    """Return whether a column of pandas holds numbers."""
    return bool(column.dtype.kind in "iuf")
