"""Calendar numbers that are no longer what their time says: multiplied, moved by a constant, or otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from drift.diagnose.diagnosis import Diagnosis

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.compare.calendar import Calendar

MOST = 0.99  # of the rows that differ have to agree on what became of them
NEAR = 1e-5  # relative, and of one unit: a factor is exact, but for the rounding of its values


def diagnose_calendar(found: Calendar, name: str) -> Diagnosis | None:
    """Return what became of the rows that are not what their time says; None where they do not agree."""
    differ = found.differ
    if not differ.any():
        return None
    line = _line(found.expected[differ], found.values[differ])
    if line is None:
        return None
    factor, offset = line
    share = float(found.differ.mean())
    rows = "all rows look" if share >= MOST else f"about {share:.1%} of the rows look"
    change = f"multiplied by {factor:.6g}" if factor != 1 else "moved"
    change += f" by {offset:+.6g}" if factor == 1 else f" and moved by {offset:+.6g}" if offset else ""
    column = f"pl.col({name!r})"
    undo = f"({column} - {offset:.12g}) / {factor:.12g}" if offset else f"{column} / {factor:.12g}"
    return Diagnosis(
        fault="unit_change",
        story=f"{rows} {change}: they are no longer the {found.part} of `{found.time}`",
        advice=f"Ask the producer how `{name}` is made of the time; `{undo}` undoes it.",
        parameters={"factor": factor, "offset": offset, "from": None, "to": None},
        share=1.0 if share >= MOST else round(share, 4),
        explains=1.0,
        proven=True,
    )


def _line(expected: NDArray[np.float64], values: NDArray[np.float64]) -> tuple[float, float] | None:
    """Return the factor and the offset that make most values of what their times say; None without any."""
    low, high = float(expected.min()), float(expected.max())
    ends = [float(np.median(values[expected == end])) for end in (low, high)]
    tried = [(1.0, ends[0] - low)]
    tried += [(ends[1] / high, 0.0)] if high else []
    if high > low:
        factor = (ends[1] - ends[0]) / (high - low)
        tried.append((factor, ends[0] - factor * low))
    for factor, offset in tried:
        exact = float(f"{factor:.9g}"), float(f"{offset:.9g}")
        near = np.isclose(values, factor * expected + offset, rtol=NEAR, atol=NEAR)
        if near.mean() >= MOST and factor:
            return exact
    return None
