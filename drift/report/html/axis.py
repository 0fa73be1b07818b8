"""One axis for both sides: its ends, its scale, its bins, its ticks.

A change of unit moves values by a factor. On a linear axis the smaller side of a factor of 1000 is a
line at the edge; so an axis whose range is much wider than either side's middle half is logarithmic,
and if values are 0 or negative, logarithmic in both directions from a linear stretch about 0.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from drift.report.html import figures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from drift.diagnose.distribution import Distribution

    Floats = NDArray[np.float64]

Scale = Literal["linear", "log", "signed log"]

MAX_BINS: Final = 60
TAIL: Final = 0.001  # share of either side's rows that may be cut at either end
TAIL_ROOM: Final = 0.25  # of the axis, at either end, for as much of the tails as it holds
LOG_FROM: Final = 30.0  # the range over the narrower middle half, and the largest over the smallest size
MANY_SPANS: Final = 1e12  # as far from zero, a float has no digits left that would tell ends apart
NEAR_ZERO: Final = 0.05  # quantile of the sizes: the linear stretch of a signed log axis ends there

_LARGEST: Final = float(np.finfo(np.float64).max)
_HAIR: Final = 1e-6
_MANY_STEPS: Final = 2.0**40  # a bin then holds so many that its ends matter to none, and floats round
_LAST_BITS: Final = 1e-2  # of a hair of a value itself: wider than an atom is drawn

# A label's width and the room between two, as shares of the axis on a phone.
_CHARACTER: Final = 7 / 300
_ROOM: Final = 12 / 300
_MAX_TICKS: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A mark: its place, 0 to 1, and its label."""

    place: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """An axis from `low` to `high`; about 0 it is linear up to `near_zero`, if it is a signed log one."""

    low: float
    high: float
    scale: Scale
    near_zero: float = 1.0

    def place(self, values: Floats) -> Floats:
        """Return where values stand, 0 at `low` and 1 at `high`; beyond them below 0 and above 1."""
        first, last = self._stretched(np.array([self.low, self.high])).tolist()
        places: Floats = (self._stretched(values) - first) / (last - first)
        return places

    def edges(self, step: float | None) -> Floats:
        """Return the ends of at most about `MAX_BINS` bins, in order.

        Where values are multiples of `step`, ends lie half way between two of them: no value is on an
        end, and no bin is empty because it is too narrow to hold one.
        """
        if step is None or not math.isfinite(self.high / step - self.low / step):
            return self._even()
        first = math.floor(self.low / step - 0.5) + 0.5
        if self.scale == "log":
            first = max(first, 0.5)
        last = math.ceil(self.high / step - 0.5) + 0.5
        if self.scale == "linear" and last - first > _MANY_STEPS:
            return self._even()
        if self.scale == "linear":
            width = float(math.ceil((last - first) / MAX_BINS))
            return np.unique((first + width * np.arange(math.ceil((last - first) / width) + 1)) * step)
        inner = np.rint(self._even() / step - 0.5) + 0.5
        return np.unique(np.concatenate([[first], inner[(inner > first) & (inner < last)], [last]]) * step)

    def ticks(self, step: float | None) -> tuple[Tick, ...]:
        """Return as many marks as fit beside each other on a phone, none between multiples of `step`."""
        most: tuple[Tick, ...] = ()
        for values, labels in self._tick_choices(step or 0.0):
            places = self.place(np.array(values, np.float64)).tolist() if values else []
            marks = tuple(
                Tick(place=round(place, 4), label=label)
                for place, label in zip(places, labels, strict=True)
                if -_HAIR <= place <= 1 + _HAIR
            )
            if len(marks) > 1 and _fit(marks):  # one alone says nothing of the scale
                return marks
            most = most or marks[:1]
        return most

    def end(self, value: float) -> str:
        """Return an end of the axis, as exactly as the eye could tell on it."""
        span = self.high / 2 - self.low / 2
        if self.scale != "linear" or not abs(value) < MANY_SPANS * span:
            return figures.number(value)
        return figures.ticks([value], 10.0 ** (_exponent(span, math.floor) - 1))[0]

    def _stretched(self, values: Floats) -> Floats:
        if self.scale == "linear":
            return values / max(abs(self.low), abs(self.high), np.finfo(np.float64).tiny)
        if self.scale == "log":
            return np.log10(np.maximum(values, self.low))
        size = np.abs(values)
        far, near = np.maximum(size, self.near_zero), np.minimum(size, self.near_zero)
        beyond = np.log10(far) - math.log10(self.near_zero) + np.log10(1 + self.near_zero / far)
        return np.sign(values) * np.where(size > self.near_zero, beyond, np.log10(1 + near / self.near_zero))

    def _unstretched(self, places: Floats) -> Floats:
        """Return the values that stand at these stretched places; the largest float for what is beyond it."""
        with np.errstate(over="ignore"):
            if self.scale == "linear":
                values = places * max(abs(self.low), abs(self.high), np.finfo(np.float64).tiny)
            elif self.scale == "log":
                values = 10**places
            else:
                size = 10 ** (np.abs(places) + math.log10(self.near_zero)) - self.near_zero
                values = np.sign(places) * size
        return values.clip(-_LARGEST, _LARGEST)

    def _even(self) -> Floats:
        """Return the ends of bins that are equally wide to the eye."""
        first, last = self._stretched(np.array([self.low, self.high]))
        values = self._unstretched(np.linspace(first, last, MAX_BINS + 1)).clip(self.low, self.high)
        values[0], values[-1] = self._outer_ends()
        return np.unique(values)

    def with_tails(self, least: float, most: float) -> Axis:
        """Return the axis with as much of what is beyond its ends as `TAIL_ROOM` holds."""
        first, last = self._stretched(np.array([self.low, self.high]))
        room = TAIL_ROOM * (last - first)
        low, high = self._unstretched(np.array([first - room, last + room])).tolist()
        return replace(self, low=min(self.low, max(least, low)), high=max(self.high, min(most, high)))

    def _outer_ends(self) -> tuple[float, float]:
        """Return ends a hair wider than the axis, so that values right on its ends are within."""
        if self.scale == "linear":
            room = _HAIR * max(
                self.high / 2 - self.low / 2, abs(self.low) * _LAST_BITS, abs(self.high) * _LAST_BITS
            )
            return max(self.low - room, -_LARGEST), min(self.high + room, _LARGEST)
        least = 0.0 if self.scale == "log" else self.near_zero
        low, high = (
            self.low - _HAIR * max(abs(self.low), least),
            self.high + _HAIR * max(abs(self.high), least),
        )
        return max(low, -_LARGEST), min(high, _LARGEST)

    def _tick_choices(self, least: float) -> Iterator[tuple[list[float], tuple[str, ...]]]:
        """Yield values for ticks with their labels, from many to few."""
        if self.scale == "linear":
            yield from _linear_choices(self.low, self.high, least)
            return
        if self.scale == "log":
            powers = range(_exponent(self.low, math.ceil), _exponent(self.high, math.floor) + 1)
            for stride in range(1, len(powers)):
                values = [10.0**power for power in powers if (power - powers[0]) % stride == 0]
                yield values, tuple(map(figures.power, values))
            yield from _linear_choices(self.low, self.high, least)
            return
        size = max(abs(self.low), abs(self.high))
        powers = range(_exponent(self.near_zero, math.ceil), _exponent(size, math.floor) + 1)
        for stride in range(1, len(powers) + 1):
            positive = [10.0**power for power in powers if (powers[-1] - power) % stride == 0]
            values = [*(-value for value in reversed(positive)), 0.0, *positive]
            yield values, tuple(map(figures.power, values))


def choose_axis(parts: Sequence[Distribution], step: float | None) -> Axis:
    """Return the axis on which all parts, each with at least one row, are seen.

    The axis holds all but the tails of `TAIL` of a part's rows, and of these what does not take much room.
    """
    low = min(part.quantile(TAIL) for part in parts)
    high = max(part.quantile(1 - TAIL) for part in parts)
    least = min(float(part.lower[0]) for part in parts)
    most = max(float(part.upper[-1]) for part in parts)
    if low < high:
        return _scaled(parts, low, high, step).with_tails(least, most)
    return _scaled(parts, least, most, step)


def _scaled(parts: Sequence[Distribution], low: float, high: float, step: float | None) -> Axis:
    if not low < high:
        room = step or abs(low) / 2 or 1.0
        return Axis(low=max(low - room, -_LARGEST), high=min(high + room, _LARGEST), scale="linear")
    size = max(abs(low), abs(high))
    widths = [width for part in parts if (width := _middle_width(part, size)) > 0]
    linear = Axis(low=low, high=high, scale="linear")
    if not widths or high / size - low / size <= LOG_FROM * min(widths):
        return linear
    if low > 0:
        return Axis(low=low, high=high, scale="log") if high / LOG_FROM > low else linear
    near_zero = max(min(_smallest_size(part, size) for part in parts), step or 0.0)
    if not size / LOG_FROM > near_zero:
        return linear
    return Axis(low=low, high=high, scale="signed log", near_zero=near_zero)


def _middle_width(part: Distribution, size: float) -> float:
    """Return the width of the middle half, or of the middle nine tenths where that is a single value."""
    for share in (0.25, 0.05):
        width = part.quantile(1 - share) / size - part.quantile(share) / size
        if width > 0:
            return width
    return 0.0


def _smallest_size(part: Distribution, size: float) -> float:
    sizes = np.abs(part.middle)
    sizes, counts = sizes[sizes > 0], part.counts[sizes > 0]
    if not sizes.size:
        return size
    order = np.argsort(sizes)
    cumulated = np.cumsum(counts[order])
    return float(sizes[order][np.searchsorted(cumulated, NEAR_ZERO * cumulated[-1])])


def _linear_choices(low: float, high: float, least: float) -> Iterator[tuple[list[float], tuple[str, ...]]]:
    rough = max((high / 2 - low / 2) / (_MAX_TICKS / 2), least)
    exponent = _exponent(rough, math.floor)
    for power in (exponent, exponent + 1):
        for mantissa in (1.0, 2.0, 2.5, 5.0):
            step = float(f"{mantissa}e{power}")
            if step < rough or not math.isfinite(step):
                continue
            first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
            values = [place * step for place in range(first, last + 1)]
            if values:
                yield values, figures.ticks(values, step)
    yield [low, high], (figures.number(low), figures.number(high))


def _exponent(value: float, to_whole: Callable[[float], int]) -> int:
    """Return the exponent of ten, made whole; rounding must not lose a power itself."""
    return to_whole(round(math.log10(value), 9))


def _fit(marks: tuple[Tick, ...]) -> bool:
    return all(
        later.place - earlier.place >= _CHARACTER * (len(earlier.label) + len(later.label)) / 2 + _ROOM
        for earlier, later in itertools.pairwise(marks)
    )
