"""Epoch units: times in another unit than before, told by their size alone.

A count of milliseconds since 1970, taken for seconds, is a thousand times as late: the year 54,000. One
of seconds taken for milliseconds lies in January 1970. No time is plausible in two units, so each row is
told by itself, of integers as of times that were parsed.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from drift.compare.share import share_margin
from drift.diagnose.diagnosis import Diagnosis
from drift.diagnose.moments import MAIN_ROWS, moments_of, unit_of
from drift.profile.kind import EPOCH_UNITS

if TYPE_CHECKING:
    from drift.diagnose.moments import Moments
    from drift.profile.column import ColumnProfile

FACTORS = (1e3, 1e6, 1e9, 1e-3, 1e-6, 1e-9)  # how many times as late times come
EARLIER = 0.5  # of the time since 1970: a little before the reference's start no unit is wrong
APART = 100.0  # times as late as it starts must the reference not end, for no time to be plausible twice
AT_ONCE = {1e3: ("second", "millisecond"), 1e6: ("second", "microsecond"), 1e9: ("second", "nanosecond")}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plausible:
    """When times may be, in microseconds: from about the reference's start on; later ones are live."""

    start: float
    end: float


def diagnose_epoch(
    reference: ColumnProfile, live: ColumnProfile, name: str, until: float, level: float
) -> Diagnosis | None:
    """Return the diagnosis of times in another unit, of all rows or of a share; None where there are none.

    Parameters
    ----------
    reference, live : ColumnProfile
        Both sides, of integers or of times.
    name : str
        The column.
    until : float
        What the batch stands for, in microseconds since 1970: no time is much later.
    level : float
        The probability up to which chance is no explanation.
    """
    unit = unit_of(reference)
    before, now = moments_of(reference, unit), moments_of(live, unit)
    if before is None or now is None:
        return None
    start, last = before.quantile(MAIN_ROWS), before.quantile(1 - MAIN_ROWS)
    plausible = _Plausible(start=start, end=max(last + (last - start), until))
    if start <= 0 or plausible.end > APART * start:
        return None
    plausible = replace(plausible, start=EARLIER * start)
    for factor in FACTORS:
        units = _units(unit, factor)
        rows = _misplaced(now, plausible, factor)
        if not rows or units is None:
            continue
        usual = _misplaced(before, plausible, factor)
        n, m = before.all_rows, now.all_rows
        if rows / m - usual / n <= share_margin(usual, n, rows, m, level):
            continue
        return _diagnosis(name, units, factor, rows, now, plausible, counted=unit is not None)
    return None


def _misplaced(moments: Moments, plausible: _Plausible, factor: float) -> int:
    """Return how many rows lie `factor` times as late as they may."""
    cells = moments.within(plausible.start * factor, plausible.end * factor)
    if not cells.any():
        return 0
    # The outermost time is known to the microsecond, cells of a few are not: midnight of 1970 is no count.
    outermost = moments.lower[0] if factor < 1 else moments.upper[-1]
    if not plausible.start * factor <= outermost <= plausible.end * factor * APART:
        return 0
    return moments.count(cells)


def _units(unit: str | None, factor: float) -> tuple[str, str] | None:
    """Return the unit that training had and the one that came; None where there is no such unit."""
    if unit is None:
        pair = AT_ONCE.get(factor) or AT_ONCE.get(round(1 / factor))
        return pair if pair is None or factor > 1 else pair[::-1]
    per_second = EPOCH_UNITS[unit] * factor
    found = (one for one, times in EPOCH_UNITS.items() if math.isclose(times, per_second))
    to = next(found, None)
    return (unit, to) if to else None


def _diagnosis(
    name: str,
    units: tuple[str, str],
    factor: float,
    rows: int,
    now: Moments,
    plausible: _Plausible,
    *,
    counted: bool,
) -> Diagnosis:
    before, to = units
    share = rows / now.all_rows
    healthy = now.count(now.within(plausible.start, plausible.end))
    which = "all rows count" if share == 1 else f"about {share:.1%} of the rows count"
    story = f"{which} {to}s since 1970 where training counted {before}s"
    if not counted:
        which = "all rows lie" if share == 1 else f"about {share:.1%} of the rows lie"
        where = "in 1970" if factor < 1 else "tens of thousands of years ahead, or more"
        story = f"{which} {where}: they count {to}s since 1970 and were read as {before}s"
    column = f"pl.col({json.dumps(name, ensure_ascii=False)})"
    undo = f"{column} // {factor:.0f}" if factor > 1 else f"{column} * {1 / factor:.0f}"
    if not counted:
        undo = f"pl.from_epoch({column}.dt.epoch('us'){undo.removeprefix(column)}, time_unit='us')"
    part = round(share, 6)
    return Diagnosis(
        fault="epoch_unit",
        story=story,
        advice=f"Ask the producer for {before}s again; `{undo}` undoes it on these rows.",
        parameters={"from": before, "to": to},
        share=part,
        share_interval=(part, part),
        explains=round(min(1.0, (healthy + rows) / now.all_rows), 4),
        proven=True,
        undo=undo,
    )
