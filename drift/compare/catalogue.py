"""All statistics, in one visible list. A new one is a file, an import and a name here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.compare.chi_square import CHI_SQUARE
from drift.compare.hellinger import HELLINGER
from drift.compare.jensen_shannon import JENSEN_SHANNON
from drift.compare.ks import KS
from drift.compare.psi import PSI
from drift.compare.total_variation import TOTAL_VARIATION
from drift.compare.wasserstein import WASSERSTEIN

if TYPE_CHECKING:
    from drift.compare.aligned import Aligned
    from drift.compare.statistic import Measurement

STATISTICS = (KS, TOTAL_VARIATION, WASSERSTEIN, JENSEN_SHANNON, PSI, HELLINGER, CHI_SQUARE)


def compare_cells(aligned: Aligned, level: float) -> tuple[Measurement, ...]:
    """Return the measurements of all statistics that fit these counts.

    Parameters
    ----------
    aligned : Aligned
        Both sides' counts. If either has no rows, nothing is measured.
    level : float
        The error probability of each margin, above 0 and below 1.
    """
    return tuple(statistic.compare(aligned, level) for statistic in STATISTICS if statistic.fits(aligned))
