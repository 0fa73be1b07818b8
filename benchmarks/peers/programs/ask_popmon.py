"""popmon: the columns with a red traffic light in any of the batch's slots, training as reference.

It compares slots of time with those of the reference. Both tables are cut into slots of as many rows as the
batch has, or of a tenth of training's rows where that is less.
"""

from __future__ import annotations

import logging
from importlib import import_module
from typing import Any, Final

from benchmarks.peers.programs.asking import Told, answer, of_columns, read_pandas

library, numpy, pandas = import_module("popmon"), import_module("numpy"), import_module("pandas")
logging.disable(logging.CRITICAL)

START: Final = "2026-01-01"
SLOTS: Final = 10  # of training, at least
SLOT: Final = "slot of time"
RED: Final = 2


def ask(reference: Any, live: Any) -> Told:  # noqa: ANN401
    """Return the red lights of `df_stability_report` at its own rules."""
    rows = min(len(live), len(reference) // SLOTS)
    first = len(reference) // rows
    reference[SLOT] = _days(numpy.minimum(numpy.arange(len(reference)) // rows, first - 1))
    live[SLOT] = _days(first + numpy.minimum(numpy.arange(len(live)) // rows, len(live) // rows - 1))
    report = library.df_stability_report(
        live,
        time_axis=SLOT,
        time_width="1d",
        time_offset=START,
        reference=reference,
        reference_type="external",
    )
    said = {}
    for name, lights in report.datastore["traffic_lights"].items():
        red = [light for light in lights.columns if bool((lights[light] == RED).any())]
        if red:
            said[name.removeprefix(f"{SLOT}:")] = f"red: {', '.join(red)}"
    return of_columns(said)


def _days(places: Any) -> Any:  # noqa: ANN401
    """Return the day of each slot; what is left over at the end of a table belongs to its last one."""
    return pandas.Timestamp(START) + pandas.to_timedelta(places, unit="D")


answer(ask, read_pandas)
