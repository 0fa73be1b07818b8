"""What every program does: read pairs of files, ask its library which columns changed, and print that.

Run as `python PROGRAM.py` with pairs of paths, `[[reference, live], …]`, as JSON on standard input. Prints
one line of JSON a pair: the columns in alarm, or the error that the library ended with.
"""

from __future__ import annotations

import json
import sys
import warnings
from contextlib import redirect_stdout
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def answer(alarms: Callable[[Any, Any], list[str]], read: Callable[[str], Any]) -> None:
    """Answer all pairs; what a library prints itself goes to standard error."""
    warnings.simplefilter("ignore")
    for reference, live in json.load(sys.stdin):
        with redirect_stdout(sys.stderr):
            try:
                told: dict[str, object] = {"alarms": alarms(read(reference), read(live))}
            except Exception as error:  # noqa: BLE001 - whatever a library raises is its answer
                told = {"error": f"{type(error).__name__}: {error}"[:200]}
        print(json.dumps(told), flush=True)


def read_pandas(path: str) -> Any:  # noqa: ANN401 - the peers' pandas, not ours
    """Return a Parquet file as pandas."""
    import pandas as pd  # noqa: PLC0415 - drift's own program reads none

    return pd.read_parquet(path)


def is_number(column: Any) -> bool:  # noqa: ANN401
    """Return whether a column of pandas holds numbers."""
    return bool(column.dtype.kind in "iuf")
