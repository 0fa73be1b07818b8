"""Bets against "nothing drifts", whose capital says for ever how much there is against it.

Each batch's score is ranked among those of earlier batches of its kind (weekday, and rows within an octave);
with ties broken at random the ranks of exchangeable batches are independent and uniform, whatever the law
of the scores [1]_, [2]_. A gambler who starts with 1 and bets on ranks that come too high, or too low, then
has more than ``1 / a`` at any time with probability ``a`` at most (Ville [3]_). The formulas are in
docs/sequential.md.

References
----------
.. [1] Vovk, Nouretdinov and Gammerman, "Testing exchangeability on-line", ICML 2003.
.. [2] Vovk, Gammerman and Shafer, *Algorithmic Learning in a Random World*, 2nd ed. (2022): conformal test
       martingales, and taxonomies of examples.
.. [3] Ville, *Étude critique de la notion de collectif* (1939).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

EXPONENT: Final = 0.5  # of the bets: a rank p pays (1/2) p**(-1/2), which is 1 on average
SLEEPING: Final = 0.5  # the share of the capital that bets on nothing; the rest is halved between both sides
SWITCHING: Final = 0.01  # of the capital is shared anew each time: a drift may begin after years of quiet
LEAST_RANK: Final = 1e-12  # a rank of 0 would pay without end


def ranks(
    scores: NDArray[np.float64], kinds: Sequence[object], ties: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return each score's share of those so far, of its kind, that are above it; ties count by `ties`.

    Parameters
    ----------
    scores : float64 array of shape (t, s)
        Of t batches in the order of time and s series; NaN where a batch has none.
    kinds : sequence of length t
        What each batch is compared within.
    ties : float64 array of shape (t, s)
        Uniform on 0 to 1, drawn without a look at the scores.

    Returns
    -------
    float64 array of shape (t, s)
        From 0 (the highest) to 1; NaN where a batch has no score.
    """
    found = np.full(scores.shape, np.nan)
    earlier: dict[object, list[int]] = {}
    for place, kind in enumerate(kinds):
        before = earlier.setdefault(kind, [])
        past, now = scores[before], scores[place]
        above, equal = (past > now).sum(axis=0), (past == now).sum(axis=0)  # NaN is neither
        count = np.isfinite(past).sum(axis=0)
        rank = (above + ties[place] * (equal + 1)) / (count + 1)
        found[place] = np.where(np.isfinite(now), rank, np.nan)
        before.append(place)
    return found


def log_capital(uniform: NDArray[np.float64], both_sides: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the logarithm of the capital after each batch, shape (t, s).

    Parameters
    ----------
    uniform : float64 array of shape (t, s)
        The ranks; a batch without one is not bet on.
    both_sides : bool array of shape (s,)
        Whether scores that come too low are bet on, too; else only those that come too high.
    """
    awake = 1 - SLEEPING
    shares = np.stack(
        [
            np.full(both_sides.shape, SLEEPING),
            np.where(both_sides, awake / 2, awake),
            np.where(both_sides, awake / 2, 0.0),
        ]
    )
    capital, total = shares.copy(), np.zeros(both_sides.shape)
    found = np.empty(uniform.shape)
    for place, rank in enumerate(uniform):
        sides = np.stack([rank, 1 - rank]).clip(LEAST_RANK, 1.0)
        pays = np.where(np.isfinite(sides), EXPONENT * sides ** (EXPONENT - 1), 1.0)
        capital = (1 - SWITCHING) * capital + SWITCHING * shares
        capital[1:] *= pays
        grown = capital.sum(axis=0)
        total = total + np.log(grown)
        capital /= grown
        found[place] = total
    return found
