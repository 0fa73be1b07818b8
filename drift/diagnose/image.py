"""What the reference would be after a transform: by the maps that people put before a model."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from drift.compare.lattice import LAST_SINGLE_BIT
from drift.diagnose.distribution import ATOM_WIDTH, Distribution, finite
from drift.diagnose.explanation import Supposes
from drift.diagnose.pair import CELLS, beside_zeros, pair_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from drift.diagnose.pair import Pair

IN_DOMAIN = 0.5  # of the reference's rows have an image, for a map to be tried: a logarithm has none of zeros
POINTS = 16  # of the reference's cells, at which a map that does not fit is seen not to
COARSE = 0.01  # of a distance: so much may a cell of many rows hide
IN_IMAGE = 0.98  # of the rows hold values of an image, for the values alone to tell it
FRESH = 0.5  # of the rows hold values that training had not
LEAST_VALUES = 3  # different ones
LAST_BITS = ATOM_WIDTH  # relative: what the rounding of a map may move a value by, within its atom
_LARGEST_POWER = 700.0  # whose exponential is a float
_LARGEST_ROOT = 1e150  # whose square is one
_TINY = float(np.finfo(np.float64).tiny)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transform:
    """A map that increases on its domain, `low` to `high`; `undo` takes it back, `{x}` for the column."""

    name: str
    to: Callable[[NDArray[np.float64]], NDArray[np.float64]]
    low: float
    high: float
    undo: str


TRANSFORMS = (
    Transform(name="log", to=np.log, low=_TINY, high=np.inf, undo="{x}.exp()"),
    Transform(name="log1p", to=np.log1p, low=-1 + 1e-12, high=np.inf, undo="{x}.exp() - 1"),
    Transform(name="log10", to=np.log10, low=_TINY, high=np.inf, undo="10 ** {x}"),
    Transform(name="log2", to=np.log2, low=_TINY, high=np.inf, undo="2 ** {x}"),
    Transform(name="exp", to=np.exp, low=-_LARGEST_POWER, high=_LARGEST_POWER, undo="{x}.log()"),
    Transform(name="expm1", to=np.expm1, low=-_LARGEST_POWER, high=_LARGEST_POWER, undo="{x}.log1p()"),
    Transform(name="sqrt", to=np.sqrt, low=0.0, high=np.inf, undo="{x} ** 2"),
    Transform(name="square", to=np.square, low=0.0, high=_LARGEST_ROOT, undo="{x}.sqrt()"),
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Image:
    """The reference as a transform makes it, beside the batch.

    Attributes
    ----------
    name, undo : str
        The transform, and the polars expression that takes it back, `{x}` for the column.
    reference : Distribution
        The image.
    left : float
        The share of the distance that it leaves, 0 to 1.
    chance : float
        The share of the distance that chance leaves.
    supposes : Supposes
        How much it supposes.
    signed : bool
        Whether the batch bears the transform's mark: a mean of 0 and a deviation of 1, say.
    held : bool
        Whether the batch's values are those of the image, one by one, and not training's own.
    """

    name: str
    undo: str
    reference: Distribution
    left: float
    chance: float
    supposes: Supposes
    signed: bool = False
    held: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Possible:
    """An image that is worked out only where it may be told.

    Attributes
    ----------
    gap, left : float
        What a few points tell that it leaves at least: the distance, and its share of what it was.
    image : callable
        What works it out; None where most values have no image.
    held : bool
        Whether the batch's values are those of the image, one by one, and not training's own.
    """

    gap: float
    left: float
    image: Callable[[], Image | None]
    held: bool = False


def _least_gap(pair: Pair, one: Transform) -> float:
    """Return a gap that the image and the batch have at least, 0 to 1; 1 where most values have no image."""
    inside = pair.reference.within(one.low, one.high)
    if not inside.rows or inside.rows < IN_DOMAIN * pair.reference.rows:
        return 1.0
    places = np.linspace(0, inside.counts.size - 1, POINTS).astype(np.int64)
    there, shares = one.to(inside.upper[places]), inside.cumulated[places] / inside.rows
    near = LAST_BITS * np.abs(there)  # a value that is an image by a last bit more or less counts for it
    with np.errstate(over="ignore"):
        low, high = pair.live.share_below(finite(np.stack([there - near, there + near])))
    return float(np.maximum(low - shares, shares - high).max())


def _keeps_zeros(one: Transform) -> bool:
    return one.low <= 0 and float(one.to(np.zeros(1))[0]) == 0


def images(pair: Pair) -> Iterator[Possible]:
    """Yield the image of the reference by every map, with what it leaves at least."""
    others = beside_zeros(pair)
    for one in TRANSFORMS:
        was = others if others is not pair and _keeps_zeros(one) else pair
        gap = _least_gap(was, one) - COARSE
        held = _holds_values(pair, one)
        yield Possible(
            gap=gap,
            left=min(1.0, gap / was.gap) if was.gap > 0 else 1.0,
            image=partial(_image, pair, was, one, held=held),
            held=held,
        )


def _holds_values(pair: Pair, one: Transform) -> bool:
    """Return whether the batch's values are images of training's, where both are few enough to be known.

    Of values that agree in six digits and more, a few are no accident, whatever became of their shares.
    """
    before, now = pair.all_reference, pair.all_live
    if max(before.counts.size, now.counts.size) > CELLS or not (_are_atoms(before) and _are_atoms(now)):
        return False
    inside = before.within(one.low, one.high)
    values, rows = now.lower, now.counts
    there = _are_among(values, one.to(inside.lower)) if inside.rows else np.zeros(values.size, np.bool_)
    fresh = ~_are_among(values, before.lower)
    return bool(
        rows[there].sum() >= IN_IMAGE * now.rows
        and rows[there & fresh].sum() >= FRESH * now.rows
        and np.count_nonzero(there & fresh) >= LEAST_VALUES
    )


def _are_atoms(of: Distribution) -> bool:
    return bool((of.lower == of.upper).all())


def _are_among(values: NDArray[np.float64], known: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which values are one of the known ones, which ascend, but for the last bits of a single."""
    after = np.searchsorted(known, values)
    sides = (known[np.clip(after + step, 0, known.size - 1)] for step in (-1, 0))
    off = np.minimum(*(np.abs(values - side) for side in sides))
    return np.asarray(off <= LAST_SINGLE_BIT * np.abs(values))


def _image(pair: Pair, was: Pair, one: Transform, *, held: bool) -> Image | None:
    """Return the image by a map, of all rows or (`was`) of those beside zeros; None where most have none."""
    image = mapped(pair.reference, one)
    if image is None:
        return None
    # All cells are needed where zeros are to be told from what lies near them, and nowhere else.
    keeps_zeros = was is not pair
    tried = pair_of(image, pair.all_live if keeps_zeros else pair.live)
    if keeps_zeros and tried is not None:
        tried = beside_zeros(tried)
    if tried is None:
        return None
    return Image(
        name=one.name,
        undo=one.undo,
        reference=image,
        left=min(1.0, tried.gap / was.gap) if was.gap > 0 else 1.0,
        chance=was.chance / was.gap if was.gap > 0 else 1.0,
        supposes=Supposes.NOTHING,
        held=held,
    )


def mapped(of: Distribution, one: Transform) -> Distribution | None:
    """Return the distribution of the images of those values that have one; None where most have none."""
    inside = of.within(one.low, one.high)
    if inside.rows < IN_DOMAIN * of.rows:
        return None
    return Distribution(lower=one.to(inside.lower), upper=one.to(inside.upper), counts=inside.counts)
