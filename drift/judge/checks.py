"""The checks that decide: which statistic each rests on, and the tolerance it has before any is learned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

REPEATED: Final = "repeated_share"  # how often one column's values repeat


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A question asked of a column.

    Attributes
    ----------
    name : str
        The check's name in results.
    statistic : str
        The measurement that answers it.
    floor : float
        The least tolerance, in the statistic's unit: a change of no consequence whatever its
        certainty. A million rows make everything certain.
    """

    name: str
    statistic: str
    floor: float


CHECKS = (
    Check(name="distribution", statistic="ks", floor=0.02),
    Check(name="nonzero", statistic="nonzero_ks", floor=0.05),
    Check(name="size", statistic="log_size_ratio", floor=0.1),
    Check(name="calendar", statistic="calendar_share", floor=0.001),
    Check(name="levels", statistic="total_variation", floor=0.02),
    Check(name="level", statistic="level_share", floor=0.02),
    Check(name="missing", statistic="null_share", floor=0.005),
    Check(name="range", statistic="outside_share", floor=0.001),
    Check(name="short_range", statistic="short_share", floor=0.02),
    Check(name="rare_size", statistic="rare_size_share", floor=0.002),
    Check(name="single_value", statistic="atom_share", floor=0.05),
    Check(name="resolution", statistic="lattice_share", floor=0.2),
    Check(name="new_levels", statistic="unseen_share", floor=0.002),
    Check(name="new_level", statistic="new_level_share", floor=0.002),
    Check(name="lost_levels", statistic="lost_share", floor=0.005),
    Check(name="length", statistic="length_ks", floor=0.05),
    Check(name="pattern", statistic="pattern_total_variation", floor=0.05),
    Check(name="new_pattern", statistic="new_pattern_share", floor=0.01),
    Check(name="garbled", statistic="garbled_share", floor=0.01),
    Check(name="hours", statistic="hour_total_variation", floor=0.05),
    Check(name="clock", statistic="clock_ks", floor=0.05),
    Check(name="weekdays", statistic="weekday_total_variation", floor=0.05),
    Check(name="repeats", statistic=REPEATED, floor=0.01),
)

CHECK_OF = {check.statistic: check for check in CHECKS}
