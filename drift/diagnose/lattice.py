"""Whether values lie on a lattice: multiples of a step, which movement cannot fake.

Prices have two decimals. The same prices in another currency, undone with the right factor, have two
decimals again; undone with a wrong one, they have not. How much that says is a likelihood ratio: how
many of the reference's own values lie on the converted lattice by themselves, to the power of how many
live ones do.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from drift.diagnose.distribution import merged

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LAST_DIGIT = 1e-9  # a logarithm of 1000 may come out below 3
NEAR = 1e-6  # of a step; converted values were rounded to floats on the way
FINEST = 1e9  # steps to a value: beyond, a float's rounding comes near the tolerance
MOST_VALUES = 100  # distinct values of either side that are looked at
# Of the different values; where more are off a step, it is one of the frequent ones alone.
MOST_VALUES_ON = 0.95
MOST_ROWS = 500  # that are looked at for how finely most values come
MOST_DECIMALS, FEWEST_VALUES = 9, 3  # of a step that floats blur; one or two values have one by themselves
ON_LATTICE = 0.98  # of the live values; rounding of a last decimal loses few
ROUND = (10, 100, 1_000, 10_000, 100_000)  # numbers of steps that people round to
MOSTLY_ROUND = 0.5  # of the values are multiples of such a number, for it to tell
COARSER = 1e5  # times: the most that the tolerance of a float's rounding lets a lattice tell

# Logarithms, in nats, of how often values come in another resolution: in decimals; in tens, for each
# further place; and for each value (of at most so many), in steps of 60 or of 1.609.
RESOLUTION = -5.0
COARSE_DECADE = -4.0
ODD_VALUE, ODD_VALUES = -12.0, 10


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lattice:
    """The steps of both sides, and values of them.

    Attributes
    ----------
    step : float
        All of the reference's values are multiples of it.
    live_step : float or None
        That of the live rows; None where they have none.
    reference, live : float64 arrays
        Distinct values of either side, without zero, which is on every lattice.
    seen : float
        The step of most live values but for the rounding of floats, where all have none; else 0.
    """

    step: float
    live_step: float | None
    reference: NDArray[np.float64]
    live: NDArray[np.float64]
    seen: float

    def support(self, factors: NDArray[np.float64], offsets: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return how much likelier each conversion makes the live values than movement does, in nats.

        Where the live values are on a conversion's lattice, they are likelier by as many times as that
        is coarser than their own step; if all are on a coarser one still (multiples of 1,000, for
        ``× 100``), less likely again by how few of the reference's values are. Where most of the reference's
        are round (hundreds, of a few that are not), those that are undone are so as well. Where values are
        off the lattice, or less likely than that, they were rounded anew. Movement is the conversion by 1.
        """
        if not self.live.size or not self.reference.size:
            return np.zeros(factors.size)
        said = self._log_likelihoods(np.append(factors, 1.0), np.append(offsets, 0.0))
        over_movement: NDArray[np.float64] = said[:-1] - said[-1]
        return over_movement

    def multiple(self, factor: float) -> int:
        """Return the number of steps that all live values are multiples of once a factor is undone.

        Amounts over 12 are on the lattice of those over 24, but all at even places. 0 where they are on none.
        """
        steps = self.live / (factor * self.step)
        on, _ = on_steps(steps)
        if not on.any() or on.sum() < ON_LATTICE * on.size:
            return 0
        return int(np.gcd.reduce(np.abs(np.rint(steps[on])).astype(np.int64)))

    def _log_likelihoods(
        self, factors: NDArray[np.float64], offsets: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        steps = self._steps(self.live, factors, offsets)
        on, telling = on_steps(steps)
        many = telling.sum(axis=1)
        anew = self._rounded_anew(self.live.size)
        said = np.full(factors.size, anew)
        own = np.rint(self.reference / self.step)
        heap = _Heap.of(own)
        for place in np.flatnonzero((many > 0) & (on.sum(axis=1) >= ON_LATTICE * many)):
            multiple = int(np.gcd.reduce(np.abs(np.rint(steps[place][on[place]])).astype(np.int64)))
            made = factors[place] * self.step
            # Of values without a step, those that are all on a coarser one say nothing for a finer lattice.
            finest = self.live_step or (self.seen if made < self.seen * (1 - NEAR) else 0.0)
            coarser = made / max(finest, made / COARSER)
            # What is finer than the live step gains nothing, but where only its round numbers are as coarse.
            likelihood = math.log(float(coarser) if heap is not None else max(1.0, float(coarser)))
            if multiple > 1:
                likelihood += math.log(_share_of_multiples(own, multiple))
            if heap is not None:
                likelihood += heap.log_likelihood(steps[place][on[place]])
            said[place] = max(anew, float(many[place]) * likelihood)
        return said

    def _rounded_anew(self, values: int) -> float:
        """Return the logarithm of how likely values are to be rounded, or computed, to the live step."""
        if self.live_step is None:
            return RESOLUTION
        power = math.floor(math.log10(self.live_step) + _LAST_DIGIT)
        digits = round(self.live_step / 10.0**power, 6)
        coarse = COARSE_DECADE * max(0, power)
        if digits == 1:
            return RESOLUTION + coarse
        if digits in {2, 5}:
            return 2 * RESOLUTION + coarse
        return RESOLUTION + ODD_VALUE * min(values, ODD_VALUES)

    def _steps(
        self, values: NDArray[np.float64], factors: NDArray[np.float64], offsets: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        with np.errstate(all="ignore"):
            steps = (values[None, :] - offsets[:, None]) / (factors[:, None] * self.step)
        return np.asarray(np.nan_to_num(steps), np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heap:
    """The round number of steps of which most values are multiples, though not all; and their share."""

    multiple: int
    share: float

    @classmethod
    def of(cls, steps: NDArray[np.float64]) -> _Heap | None:
        """Return the one that makes whole numbers of steps likeliest; None where most are no multiples."""
        found = []
        for multiple in ROUND:
            share = _share_of_multiples(steps, multiple)
            if MOSTLY_ROUND <= share < 1:
                found.append(cls(multiple=multiple, share=share))
        return max(found, key=lambda one: one.log_likelihood(steps), default=None)

    def log_likelihood(self, steps: NDArray[np.float64]) -> float:
        """Return how much likelier whole numbers of steps are than if all were alike, in nats for each."""
        round_ones = float((np.rint(steps) % self.multiple == 0).mean())
        return round_ones * math.log(self.share * self.multiple) + (1 - round_ones) * math.log(
            (1 - self.share) * self.multiple / (self.multiple - 1)
        )


def lattice_of(
    step: float | None,
    live_step: float | None,
    reference: NDArray[np.float64],
    live: NDArray[np.float64],
) -> Lattice | None:
    """Return the lattice of a reference, None where it has no step."""
    if step is None or not step > 0:
        return None
    if live_step is not None and not live_step > 0:
        return None
    known, some = some_of(reference), some_of(live)
    # One in thirds among whole ones makes the step of all a millionth, and says nothing of the others.
    steps = known / step
    tens = float(np.logical_and(*on_steps(steps[None, :] / 10)).mean()) if known.size else 0.0
    coarser = (
        tens >= MOST_VALUES_ON or np.gcd.reduce(np.rint(np.minimum(np.abs(steps), FINEST)).astype(int)) > 1
    )
    most = common_step(reference, ON_LATTICE, MOST_VALUES_ON) if coarser else None
    return Lattice(
        step=max(step, most or step),
        live_step=live_step,
        reference=known,
        live=some,
        seen=0.0 if live_step is not None else common_step(live, ON_LATTICE, MOST_VALUES_ON) or 0.0,
    )


def common_step(values: NDArray[np.float64], share: float = 1.0, of_values: float = 1.0) -> float | None:
    """Return the step that values have but for the rounding of floats, as 0.3 * 0.2; None without one.

    It is that of a share of the rows at least, which these are of, and of their different values.

    Examples
    --------
    >>> common_step(np.array([0.3, 0.7, 1.1]) * 0.2)
    0.02
    """
    known = values[np.isfinite(values) & (values != 0)]
    known = known[:: max(1, known.size // MOST_ROWS)]
    different = some_of(known)
    for decimals in range(MOST_DECIMALS + 1):
        on, telling = on_steps(_times(known, decimals)[None, :])
        held = some_of(known[(on & telling)[0]])
        if held.size < FEWEST_VALUES or float((on & telling).mean()) < share:
            continue
        if float(np.logical_and(*on_steps(_times(different, decimals)[None, :])).mean()) < of_values:
            continue
        steps = np.rint(_times(held, decimals))
        return int(np.gcd.reduce(np.abs(steps).astype(np.int64))) / 10.0**decimals
    return None


def _times(values: NDArray[np.float64], decimals: int) -> NDArray[np.float64]:
    """Return values in units of a decimal place; what is too large to tell a step stays too large."""
    return np.where(np.abs(values) < FINEST, values, FINEST) * 10.0**decimals


def share_on_lattice(values: NDArray[np.float64], step: float) -> float | None:
    """Return the share of values that are multiples of a step, 0 to 1.

    Zeros are on every lattice and not asked. None where no value can tell.
    """
    on, telling = on_steps((merged(np.abs(values)) / step)[None, :])
    many = int(telling.sum())
    return float(on.sum()) / many if many else None


def on_steps(steps: NDArray[np.float64]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which values are whole numbers of steps, and which of all can tell."""
    size = np.abs(steps)
    telling = (size > NEAR) & (size < FINEST)
    return telling & (np.abs(steps - np.rint(steps)) < NEAR), telling


def _share_of_multiples(steps: NDArray[np.float64], multiple: int) -> float:
    """Return the share of whole numbers of steps that are multiples of a number, above 0.

    Half a value is added to either side of the count; where none is a multiple, no more are than of whole
    numbers at large.
    """
    on, telling = on_steps((steps / multiple)[None, :])
    share = (int(on.sum()) + 0.5) / (int(telling.sum()) + 1.0)
    return share if on.any() else min(share, 1 / multiple)


def some_of(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return distinct values other than zero, evenly chosen of all in order."""
    unique = merged(values[np.isfinite(values) & (values != 0)])
    places = np.linspace(0, unique.size - 1, min(unique.size, MOST_VALUES)).astype(int)
    some: NDArray[np.float64] = unique[places]
    return some
