"""Whether a new column stands where a lost one stood, between the same neighbours.

Who gives columns other names leaves them where they are; a column that has nothing to do with a lost one
would stand anywhere, and mostly behind all others, where columns are added.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

ANYWHERE: Final = 1.0


def place_by_accident(before: str, now: str, training: Sequence[str], batch: Sequence[str]) -> float:
    """Return how easily another column would stand where a lost one stood, 0 to 1.

    Parameters
    ----------
    before, now : str
        The column that went, and the one that came.
    training, batch : sequence of str
        All columns of either, in their order.

    Returns
    -------
    float
        One of as many places as the batch has columns, where the new column stands between the neighbours
        of the lost one; of several that went there, as many have to have come. 1 elsewhere, and behind all
        columns that both have.

    Examples
    --------
    >>> place_by_accident("b", "x", ["a", "b", "c", "d"], ["a", "x", "c", "d"])
    0.25
    >>> place_by_accident("b", "x", ["a", "b", "c", "d"], ["a", "c", "d", "x"])
    1.0
    """
    both = set(training) & set(batch)
    stood, stands = _standing(before, training, both), _standing(now, batch, both)
    behind_all = stood is not None and stood[1] is None and bool(both)
    return ANYWHERE if stood is None or stood != stands or behind_all else 1 / len(batch)


def _standing(
    name: str, columns: Sequence[str], both: AbstractSet[str]
) -> tuple[str | None, str | None, int, int] | None:
    """Return between which columns of both one stands, as which of how many; None if it is not there."""
    last: str | None = None
    runs = [(known, list(run)) for known, run in groupby(columns, key=both.__contains__)]
    for place, (known, run) in enumerate(runs):
        if name in run and not known:
            after = runs[place + 1][1][0] if place + 1 < len(runs) else None
            return last, after, run.index(name), len(run)
        last = run[-1]
    return None
