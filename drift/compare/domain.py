"""A domain classifier: what tells rows of the batch from training's by how their columns go together.

If the batch is as training was, no rule that learned from some of the rows tells the others apart more often
than chance: a two-sample test for which the classifier is free to be anything (Lopez-Paz and Oquab,
"Revisiting classifier two-sample tests", ICLR 2017; for drift: Rabanser et al., "Failing loudly", NeurIPS
2019).
By how many points of the batch's rows more than of training's are called the batch's is a lower bound on the
distance in total variation between both.

This is the one home of scikit-learn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from drift.compare.share import share_margin
from drift.extras import require

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Of gradient boosting, random forests, trees cut at random and a regression on products of ranks this one saw
# most for its time: see docs/relations.md.
TREES: Final = 60
LEAVES: Final = 31
LEARNING_RATE: Final = 0.15
BINS: Final = 32  # of each column; finer ones cost time and tell no more
COLUMNS_A_CUT: Final = (
    0.5  # of the columns, drawn anew for each: what only three show together has no best first cut
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Domain:
    """A rule that calls rows the batch's, or training's."""

    model: Any

    @classmethod
    def learned(cls, even: NDArray[np.float64], live: NDArray[np.bool_]) -> Domain:
        """Return the rule that some rows teach; both sides weigh the same, however many rows they have.

        Parameters
        ----------
        even : array of shape (rows, k)
            Columns of even ranks.
        live : bool array of shape (rows,)
            Which rows are the batch's; some are, and some are not.

        Raises
        ------
        InputUnsupportedError
            scikit-learn is not installed.
        """
        require("sklearn", "`together: true` in the config", extra="together")
        from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: PLC0415 - a second to import
        from threadpoolctl import threadpool_limits  # noqa: PLC0415 - comes with it

        model = HistGradientBoostingClassifier(
            max_iter=TREES,
            max_leaf_nodes=LEAVES,
            learning_rate=LEARNING_RATE,
            max_bins=BINS,
            max_features=COLUMNS_A_CUT,
            early_stopping=False,
            random_state=0,
        )
        weights = np.where(live, 1 / live.sum(), 1 / (~live).sum()) * (live.size / 2)
        with threadpool_limits(limits=1, user_api="openmp"):  # threads that wait for each other cost more
            model.fit(even, live, sample_weight=weights)
        return cls(model=model)

    def tells(self, even: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return which rows are called the batch's; `even` has the columns that the rule was learned from."""
        from threadpoolctl import threadpool_limits  # noqa: PLC0415 - comes with scikit-learn

        with threadpool_limits(limits=1, user_api="openmp"):
            found: NDArray[np.bool_] = self.model.decision_function(even) > 0
        return found


def advantage(told: NDArray[np.bool_], live: NDArray[np.bool_]) -> float:
    """Return by how much more of the batch's rows than of training's are called the batch's, -1 to 1.

    A difference of shares, Youden's index. Both sides have rows.
    """
    return float(told[live].mean() - told[~live].mean())


def advantage_margin(told: NDArray[np.bool_], live: NDArray[np.bool_], level: float) -> float:
    """Return the least advantage that chance reaches with an error probability at most, in either direction.

    If which side a row is of says nothing about it, the batch's rows are drawn from all without replacement,
    so how many of those called the batch's are among them is hypergeometric, at any number of rows.

    Parameters
    ----------
    told, live : bool arrays of shape (rows,)
        Which rows are called the batch's, by a rule that these rows did not teach; and which are.
    level : float
        The error probability.

    Returns
    -------
    float
        From 0; above 1 where no advantage would be enough.

    Examples
    --------
    Of five rows of training and five of the batch all are told right: two deals of 252 are as good.

    >>> import numpy as np
    >>> live = np.arange(10) >= 5
    >>> round(advantage_margin(live, live, 2 / 251), 6), advantage_margin(live, live, 2 / 253) > 1
    (1.0, True)
    """
    return share_margin(
        int((told & ~live).sum()), int((~live).sum()), int((told & live).sum()), int(live.sum()), level
    )
