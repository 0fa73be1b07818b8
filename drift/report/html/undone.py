"""The third line of a picture: a fault undone lies on the reference, or done to the reference on the batch.

What is known of every row is undone. Where it cannot be told which rows a fault is of, or what was lost
cannot be had again, the reference is treated in the same way.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from drift.diagnose.distribution import Distribution
from drift.diagnose.image import TRANSFORMS, mapped
from drift.profile.kind import EPOCH_UNITS
from drift.report.html import figures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from numpy.typing import NDArray

    from drift.diagnose.diagnosis import Diagnosis
    from drift.profile.column import ColumnProfile
    from drift.report.html.sides import Side

    Floats = NDArray[np.float64]

QUARTER: Final = 900  # seconds
DAY: Final = 86_400  # seconds
UNDONE: Final = "live, undone"
NEAR: Final = 1e-6  # of a value: a sentinel's cell holds no other


@dataclass(frozen=True, slots=True, kw_only=True)
class Third:
    """A third line: the share of its rows below each point, and what it is in words.

    `quantile` is None where no simple inverse gives it.
    """

    legend: str
    below: Callable[[Floats], Floats]
    quantile: Callable[[float], float] | None = None


def to_show(diagnoses: Iterable[Diagnosis | None]) -> Diagnosis | None:
    """Return the first diagnosis that a picture shows to be right or wrong, of a column's findings."""
    return next((one for one in diagnoses if one is not None and one.fault in SHOWN), None)


def third_line(parts: Mapping[Side, Distribution], diagnosis: Diagnosis | None) -> Third | None:
    """Return the line that shows a diagnosis to be right; None where there is no such line."""
    if diagnosis is None or not {"reference", "live"} <= parts.keys():
        return None
    make = _BY_FAULT.get(diagnosis.fault)
    return make(parts["reference"], parts["live"], diagnosis) if make else None


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnedBack:
    """Live rows by quarter of an hour of the week, taken back; `by_hour` where that shows in the hours."""

    week: NDArray[np.int64]
    by_hour: bool


def turned_back(drawn: Mapping[Side, ColumnProfile], diagnosis: Diagnosis | None) -> TurnedBack | None:
    """Return when live rows come once a shift of all times is undone; None where there is none."""
    if diagnosis is None or diagnosis.fault != "time_shift" or "live" not in drawn:
        return None
    seconds = _finite(diagnosis.parameters.get("seconds"))
    if seconds is None or (diagnosis.share is not None and diagnosis.share < 1):
        return None
    quarters = round(seconds / QUARTER)
    return TurnedBack(week=np.roll(drawn["live"].time.week, -quarters), by_hour=bool(seconds % DAY))


def _of(part: Distribution, legend: str) -> Third | None:
    if not part.rows:
        return None
    return Third(legend=legend, below=part.share_below, quantile=part.quantile)


def _unit(reference: Distribution, live: Distribution, diagnosis: Diagnosis) -> Third | None:
    given = diagnosis.parameters.get("parts")
    parts = [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []
    if parts:
        maps = [(_map(one), _finite(one.get("share"))) for one in parts]
        known = [(map_, share) for map_, share in maps if map_ is not None and share is not None]
        return _converted(reference, known) if len(known) == len(parts) else None
    return _by_map(reference, live, _map(diagnosis.parameters), diagnosis)


def _sign(reference: Distribution, live: Distribution, diagnosis: Diagnosis) -> Third | None:
    return _by_map(reference, live, (-1.0, 0.0), diagnosis)


def _epoch(reference: Distribution, live: Distribution, diagnosis: Diagnosis) -> Third | None:
    before, now = (EPOCH_UNITS.get(str(diagnosis.parameters.get(name))) for name in ("from", "to"))
    return _by_map(reference, live, (now / before, 0.0) if before and now else None, diagnosis)


def _by_map(
    reference: Distribution, live: Distribution, map_: tuple[float, float] | None, diagnosis: Diagnosis
) -> Third | None:
    """Return the batch taken back, if all its rows were mapped; else a share of the reference mapped."""
    if map_ is None:
        return None
    share = 1.0 if diagnosis.share is None else diagnosis.share
    if share < 1:
        return _converted(reference, [(map_, share)])
    factor, offset = map_
    return _of(live.moved(1 / factor, -offset / factor), UNDONE)


def _converted(reference: Distribution, maps: list[tuple[tuple[float, float], float]]) -> Third:
    """Return the reference with shares of its rows mapped."""
    return _mixed(reference, [(reference.moved(*map_), share) for map_, share in maps], "converted")


def _mixed(reference: Distribution, images: list[tuple[Distribution, float]], done: str) -> Third:
    """Return the reference mixed with shares of its images."""
    whole = sum(share for _, share in images)

    def below(points: Floats) -> Floats:
        total = max(0.0, 1 - whole) * reference.share_below(points)
        for image, share in images:
            total = total + share * image.share_below(points)
        return total

    return Third(legend=f"reference, {figures.percent(whole)} of it {done}", below=below)


def _transform(reference: Distribution, live: Distribution, diagnosis: Diagnosis) -> Third | None:
    name = diagnosis.parameters.get("name")
    known = next((one for one in TRANSFORMS if one.name == name), None)
    share = 1.0 if diagnosis.share is None else diagnosis.share
    if known is not None and share < 1:
        image = mapped(reference, known)
        return _mixed(reference, [(image, share)], "transformed") if image is not None else None
    if known is not None:
        applied = known

        def below(points: Floats) -> Floats:
            with np.errstate(all="ignore"):
                images = applied.to(np.clip(points, applied.low, applied.high))
            return np.where(points < applied.low, 0.0, live.share_below(np.nan_to_num(images)))

        return Third(legend=UNDONE, below=below)
    low, high = float(reference.lower[0]), float(reference.upper[-1])
    scales = {"standardised": (reference.deviation, reference.mean), "min-max": (high - low, low)}
    scale = scales.get(str(name))
    if scale is None or not all(map(math.isfinite, scale)) or scale[0] <= 0:
        return None
    if share < 1:
        return _mixed(
            reference, [(reference.moved(1 / scale[0], -scale[1] / scale[0]), share)], "transformed"
        )
    return _of(live.moved(*scale), UNDONE)


def _sentinel(_: Distribution, live: Distribution, diagnosis: Diagnosis) -> Third | None:
    value = _finite(diagnosis.parameters.get("value"))
    if value is None or diagnosis.share is None:
        return None
    reach = NEAR * abs(value)
    at = (live.lower <= value + reach) & (live.upper >= value - reach)
    if not at.any():
        return None
    counts = np.where(at, 0, live.counts)
    left = counts > 0
    others = Distribution(lower=live.lower[left], upper=live.upper[left], counts=counts[left])
    return _of(others, f"live, without {figures.number(value)}")


def _clipping(reference: Distribution, _: Distribution, diagnosis: Diagnosis) -> Third | None:
    bounds, side = diagnosis.parameters.get("bound"), diagnosis.parameters.get("side")
    ends = sorted(
        end for one in (bounds if isinstance(bounds, list) else [bounds]) if (end := _finite(one)) is not None
    )
    if not ends or side not in {"lower", "upper", "both"}:
        return None
    least = ends[0] if side in {"lower", "both"} else -math.inf
    most = ends[-1] if side in {"upper", "both"} else math.inf
    cut = _cut(reference, least, most)
    return _of(cut, "reference, cut")


def _cut(part: Distribution, least: float, most: float) -> Distribution:
    return Distribution(
        lower=np.clip(part.lower, least, most), upper=np.clip(part.upper, least, most), counts=part.counts
    )


def _map(parameters: Mapping[str, Any]) -> tuple[float, float] | None:
    factor, offset = (_finite(parameters.get(name)) for name in ("factor", "offset"))
    if not factor or not math.isfinite(1 / factor):
        return None
    return factor, offset or 0.0


def _finite(value: object) -> float | None:
    """Return a parameter that is a finite number; None for any other JSON value."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        return None
    return float(value)


_BY_FAULT: Final = {
    "unit_change": _unit,
    "sign_flip": _sign,
    "epoch_unit": _epoch,
    "transform": _transform,
    "sentinel": _sentinel,
    "clipping": _clipping,
}
SHOWN: Final = frozenset({*_BY_FAULT, "renamed_category", "time_shift"})
