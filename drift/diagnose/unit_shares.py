"""The likeliest share of the rows that each conversion may concern, by how many rows lie between points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from drift.diagnose.unit_case import UnitCase

LEAST_SHARE, ALMOST_ALL = 1e-4, 0.999  # no rows and all rows are hypotheses of their own
NEWTON_STEPS = 6  # from the projection, the likeliest share is found within 0.0001
HALF_A_ROW = 0.5  # of Krichevsky and Trofimov (1981): what no row was seen of is not impossible
STRAY = 1e-3  # of the live rows may be anything: one alone must not exclude a conversion


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shares:
    """The likeliest share of each conversion, its standard error, and what it gains, in nats.

    The error is infinite where hardly any rows are likeliest.
    """

    share: NDArray[np.float64]
    error: NDArray[np.float64]
    gain: NDArray[np.float64]

    @classmethod
    def of_all(cls, parts: Sequence[Shares]) -> Shares:
        """Return those of several lists of conversions, one after the other."""
        return cls(
            share=np.concatenate([one.share for one in parts]),
            error=np.concatenate([one.error for one in parts]),
            gain=np.concatenate([one.gain for one in parts]),
        )

    def weighed(self, case: UnitCase) -> NDArray[np.float64]:
        """Return by how much each gains less than the best one, as if of fewer rows.

        Of so many as there would be if chance blurred the converted rows by what the feature's own
        movement does.
        """
        best = int(np.argmax(self.gain))
        weighed: NDArray[np.float64] = (self.gain - self.gain[best]) / (
            1 + case.rows * self.share[best] * case.evidence.tolerance**2
        )
        return weighed


def rows_between(below: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the shares of rows before, between and after points, shape (…, p + 1), of the shares below them.

    As `np.diff` does from 0 to 1, without copies of what is large.

    Examples
    --------
    >>> rows_between(np.array([0.25, 0.75]))
    array([0.25, 0.5 , 0.25])
    """
    between = np.empty((*below.shape[:-1], below.shape[-1] + 1))
    between[..., 0], between[..., -1] = below[..., 0], 1 - below[..., -1]
    np.subtract(below[..., 1:], below[..., :-1], out=between[..., 1:-1])
    return between


def shares_of(
    case: UnitCase, *, now: NDArray[np.float64], before: NDArray[np.float64], after: NDArray[np.float64]
) -> Shares:
    """Return the likeliest share of each conversion, and what it gains.

    `now` and `before` are the shares of the live and the reference's rows between points, shape (b,), and
    `after` of the reference's rows converted, shape (c, b). The live counts are multinomial, with the
    mixture's probabilities; half a row of the reference is added to each, beyond either of its ends half a
    row in all, and a few rows of the live ones, which may be anywhere. Newton's steps find the share, for
    its likelihood has one peak.
    """
    stray = half_rows(before) / case.before.rows + STRAY * now
    before = before + stray
    direction = after + stray
    direction -= before
    direction /= before  # of the reference's rows, as all that follows takes it
    # Where the likelihood falls from no rows on, it has its peak there: most conversions are done with. Of
    # hardly any rows the gain is so many times its slope.
    slope_at_none = direction @ now
    gain = case.rows * LEAST_SHARE * slope_at_none
    share, error = np.full(gain.size, LEAST_SHARE), np.full(gain.size, np.inf)
    rising = np.flatnonzero(slope_at_none > 0)
    likeliest = _projected(now, before, direction[rising])
    rising, likeliest = rising[likeliest > LEAST_SHARE], likeliest[likeliest > LEAST_SHARE]
    if not rising.size:
        return Shares(share=share, error=error, gain=gain)
    steps, curvature = direction[rising], np.ones(rising.size)
    mixed = np.empty_like(steps)  # new memory at each step would take as long as the step
    for _ in range(NEWTON_STEPS):
        mixed = np.multiply(likeliest[:, None], steps, out=mixed)
        mixed += 1
        ratio = np.divide(steps, mixed, out=mixed)
        slope = ratio @ now
        ratio *= ratio
        curvature = np.maximum(ratio @ now, 1e-300)
        likeliest = _possible(likeliest + slope / curvature)
    share[rising], error[rising] = likeliest, 1 / np.sqrt(case.rows * curvature)
    gain[rising] = case.rows * (np.log1p(likeliest[:, None] * steps) @ now)
    return Shares(share=share, error=error, gain=gain)


def _projected(
    now: NDArray[np.float64], before: NDArray[np.float64], direction: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the share of each conversion whose mixture is nearest to the live counts, for a start."""
    norm = np.maximum(direction**2 @ before, 1e-300)
    nearest: NDArray[np.float64] = direction @ (now - before) / norm
    return _possible(nearest)


def _possible(share: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.minimum(np.maximum(share, LEAST_SHARE), ALMOST_ALL)


def half_rows(before: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the rows that chance may have kept from the reference in each bin, shape (b,).

    Half a row where the reference lies. The next row of all is beyond one end of n rows once in n + 1
    times, however finely what is there is cut: so the bins beyond an end have half a row together, lest
    many of them hide a share of a small reference's rows.

    Examples
    --------
    >>> half_rows(np.array([0.0, 0.0, 0.7, 0.0, 0.3, 0.0]))
    array([0.25, 0.25, 0.5 , 0.5 , 0.5 , 0.5 ])
    """
    rows = np.full(before.size, HALF_A_ROW)
    held = np.flatnonzero(before > 0)
    if held.size:
        below, above = slice(0, held[0]), slice(held[-1] + 1, before.size)
        rows[below] /= max(1, rows[below].size)
        rows[above] /= max(1, rows[above].size)
    return rows
