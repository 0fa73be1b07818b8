"""The catalogue of ways to break a table: one visible tuple, in the order of the catalogue of faults."""

from __future__ import annotations

from drift.errors import UsageError
from drift.faults.ages import AGES
from drift.faults.batches import BATCHES
from drift.faults.breaker import NOTHING_BROKEN, Breaker
from drift.faults.clipping import CLIPPINGS
from drift.faults.columns import COLUMNS
from drift.faults.epochs import EPOCHS
from drift.faults.formats import FORMATS
from drift.faults.freezing import FREEZINGS
from drift.faults.levels import LEVELS
from drift.faults.missing import MISSING
from drift.faults.movements import MOVEMENTS
from drift.faults.outliers import OUTLIERS
from drift.faults.relations import RELATIONS
from drift.faults.renamed_levels import RENAMED_LEVELS
from drift.faults.rounding import ROUNDINGS
from drift.faults.sentinels import SENTINELS
from drift.faults.signs import SIGN_FLIPS
from drift.faults.times import TIMES
from drift.faults.transforms import TRANSFORM_BREAKERS
from drift.faults.types import TYPE_CHANGES
from drift.faults.units import UNITS

BREAKERS: tuple[Breaker, ...] = (
    *UNITS,
    *SIGN_FLIPS,
    *TRANSFORM_BREAKERS,
    *SENTINELS,
    *CLIPPINGS,
    *ROUNDINGS,
    *FREEZINGS,
    *OUTLIERS,
    *MOVEMENTS,
    *MISSING,
    *TYPE_CHANGES,
    *COLUMNS,
    *LEVELS,
    *RENAMED_LEVELS,
    *FORMATS,
    *EPOCHS,
    *TIMES,
    *AGES,
    *BATCHES,
    *RELATIONS,
)


def breaker(name: str) -> Breaker:
    """Return the breaker of a name: the fault and the variant.

    Raises
    ------
    UsageError
        If there is none.

    Examples
    --------
    >>> breaker("sentinel: 999").meaning
    '999 stands where other values were'
    """
    found = next((one for one in BREAKERS if one.name == name), None)
    if found is None:
        from difflib import get_close_matches  # noqa: PLC0415 - only for this message

        near = get_close_matches(name, [one.name for one in BREAKERS], n=1)
        raise UsageError(
            f"there is no breaker `{name}`",
            mend=f"did you mean `{near[0]}`?" if near else "see drift.faults.BREAKERS",
            state=NOTHING_BROKEN,
        )
    return found


def breakers_for(kind: str) -> tuple[Breaker, ...]:
    """Return the breakers that make sense for a kind of column, those of the batch as a whole left out.

    Examples
    --------
    >>> sorted({one.fault for one in breakers_for("boolean")})
    ['frozen', 'missing_column', 'missing_values', 'renamed_column', 'type_change']
    """
    return tuple(one for one in BREAKERS if kind in one.kinds)
