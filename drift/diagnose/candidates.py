"""Which conversions a column may have gone through, and how likely each is before a look at the data."""

from __future__ import annotations

from dataclasses import dataclass

from drift.diagnose.conversions import Conversion, conversions, free_factors, from_unit
from drift.diagnose.unit_names import dimension_hint, unit_hint

# A conversion from the declared unit comes before one from the unit in the column's name, that before
# one of the dimension in the name, that before any other; within each, the common mistakes first.
_RANKS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A conversion and its rank: the smaller, the likelier; below 0 where config or name speak for it."""

    conversion: Conversion
    rank: int


def candidates(name: str, unit: str | None) -> tuple[Candidate, ...]:
    """Return one candidate for each affine map: of those with the same numbers, the likeliest.

    Parameters
    ----------
    name : str
        The column's name.
    unit : str or None
        The unit that the config declares; then only conversions from it and bare powers of ten.
    """
    found: dict[tuple[str, str], Candidate] = {}
    if unit is not None:
        _add(found, from_unit(unit), rank=-3 * _RANKS)
    else:
        hint = unit_hint(name)
        dimension = hint.dimension if hint else dimension_hint(name)
        if hint:
            _add(found, from_unit(hint.unit), rank=-2 * _RANKS)
        _add(found, tuple(c for c in conversions() if c.dimension == dimension), rank=-_RANKS)
        _add(found, conversions(), rank=0)
    _add(found, free_factors(), rank=0)
    return tuple(found.values())


def _add(found: dict[tuple[str, str], Candidate], more: tuple[Conversion, ...], *, rank: int) -> None:
    for conversion in more:
        key = (f"{conversion.factor:.10g}", f"{conversion.offset:.10g}")
        candidate = Candidate(conversion=conversion, rank=rank + conversion.commonness)
        if key not in found or candidate.rank < found[key].rank:
            found[key] = candidate
