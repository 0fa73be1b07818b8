"""Which conversions a column may have gone through, and how likely each is before a look at the data."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from drift.diagnose.conversions import (
    COMMON_MISTAKES,
    Conversion,
    canonical,
    conversions,
    free_factors,
    from_unit,
)
from drift.diagnose.substances import of_substance
from drift.diagnose.unit_names import dimension_hint, unit_hint

if TYPE_CHECKING:
    from collections.abc import Mapping

# A conversion from the declared unit comes before one from the unit in the column's name, that before
# one of the dimension in the name, that before any other; within each, the common mistakes first.
TOLD = 1_000_000

NEARBY = 3.0  # times: a feature may move by less
CALENDAR = frozenset({"month", "year"})  # what was told to be in milliseconds was not in these
UNNAMED = 10_000  # the rank of a factor that is no unit's: any known one that fits as well comes first


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A conversion and its rank: the smaller, the likelier; below 0 where config or name speak for it."""

    conversion: Conversion
    rank: int

    @property
    def plain(self) -> Candidate:
        """The same numbers without the units: of another dimension than the column's, they are none."""
        bare = replace(self.conversion, source=None, target=None, dimension=None)
        return replace(self, conversion=bare)


def candidates(name: str, unit: str | None, factors: tuple[float, ...] = ()) -> tuple[Candidate, ...]:
    """Return one candidate for each affine map: of those with the same numbers, the likeliest.

    Parameters
    ----------
    name : str
        The column's name. Where it tells what is measured, of all else only the common mistakes count.
    unit : str or None
        The unit that the config declares; then only conversions from it have names.
    factors : tuple of float
        Factors that the data suggests, which need no name.
    """
    found = dict(_known(name, unit))
    _add(found, tuple(_bare(factor) for factor in factors), rank=UNNAMED)
    return tuple(found.values())


@lru_cache(maxsize=256)
def _known(name: str, unit: str | None) -> Mapping[tuple[str, str], Candidate]:
    """Return the candidates that the data does not suggest, by their numbers."""
    found: dict[tuple[str, str], Candidate] = {}
    substance = of_substance(name)
    if unit is not None:
        declared = canonical(unit)[0]
        _add(found, tuple(c for c in substance if c.source == declared), rank=-3 * TOLD)
    hint = unit_hint(name)
    dimension = hint.dimension if hint else dimension_hint(name)
    if unit is not None:
        _add(found, from_unit(unit), rank=-3 * TOLD)
    elif substance:
        _add(found, substance, rank=-TOLD)
        _add(found, _slips(), rank=0)
    elif dimension is not None:
        _add(found, from_unit(hint.unit) if hint else (), rank=-2 * TOLD)
        _add(found, tuple(c for c in conversions() if _of(dimension, c, told=hint is not None)), rank=-TOLD)
        _add(found, _slips(), rank=0)
    else:
        _add(found, tuple(c for c in conversions() if _worth_a_guess(c)), rank=0)
    _add(found, free_factors(), rank=0)
    return MappingProxyType(found)


def _of(dimension: str, one: Conversion, *, told: bool) -> bool:
    """Return whether a conversion is one of a dimension; where the unit is told, not of an age in it."""
    return one.dimension == dimension and not (told and {one.source, one.target} & CALENDAR)


@cache
def _slips() -> tuple[Conversion, ...]:
    """Return the common mistakes that may happen to a column of any dimension, as bare factors.

    A name that tells another dimension may be wrong, but a storm's diameter is not in kelvin, and what was
    paid has no miles: a nearby factor is no slip of another unit, but what a feature moves by.
    """
    return tuple(
        one
        for one in conversions()
        if one.commonness < len(COMMON_MISTAKES) and not one.offset and not 1 / NEARBY < one.factor < NEARBY
    )


def _worth_a_guess(conversion: Conversion) -> bool:
    """Return whether a conversion may be named where nothing tells what is measured.

    A power of ten is a slip of many units; only the common ones are worth a name.
    """
    power = math.log10(conversion.factor)
    rare = conversion.commonness >= len(COMMON_MISTAKES)
    return not (rare and conversion.offset == 0 and math.isclose(power, round(power), abs_tol=1e-9))


def _bare(factor: float) -> Conversion:
    return Conversion(factor=factor, offset=0.0, source=None, target=None, dimension=None, commonness=0)


def _add(found: dict[tuple[str, str], Candidate], more: tuple[Conversion, ...], *, rank: int) -> None:
    for conversion in more:
        key = (f"{conversion.factor:.10g}", f"{conversion.offset:.10g}")
        candidate = Candidate(conversion=conversion, rank=rank + conversion.commonness)
        if key not in found or candidate.rank < found[key].rank:
            found[key] = candidate
