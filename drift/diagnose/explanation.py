"""One explanation of a change: the diagnosis, what it leaves unexplained, and how much it supposes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drift.compare.statistic import Measurement
    from drift.diagnose.change import Change
    from drift.diagnose.diagnosis import Diagnosis


class Supposes(IntEnum):
    """How much an explanation supposes, the simplest first; of two that explain as much, it decides."""

    NOTHING = 0  # a change of all rows without a number to fit: a sign, a logarithm
    A_KNOWN_NUMBER = 1  # one of a list that people know: a unit's factor, a step of 1
    ONE_NUMBER = 2  # one that was fitted: a share of the rows, a value, a bound
    TWO_NUMBERS = 3  # a share and a value, a factor and a share
    MOVEMENT = 10  # whatever the world may do: a shift, another spread, another shape


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Explanation:
    """An explanation of a change by one fault.

    Attributes
    ----------
    diagnosis : Diagnosis
        What happened.
    left : float
        The KS distance that is left when the fault is undone; for what has no order, the distance that
        its kind is compared by.
    supposes : Supposes
        How much it supposes.
    statistic : str or None
        The measurement that shows it; None for the one that decided.
    measurement : Measurement or None
        That statistic of what it was asked to explain: where another fault was undone before, the column's
        own measurement is of that one, too. None where nothing is measured again.
    evidence : tuple of str
        What it rests on beside the distance, in words; empty where the distance is all.
    rest : Change or None
        What is left to explain when the fault is undone; None where nothing can be.
    """

    diagnosis: Diagnosis
    left: float
    supposes: Supposes
    statistic: str | None = None
    measurement: Measurement | None = None
    evidence: tuple[str, ...] = ()
    rest: Change | None = None
