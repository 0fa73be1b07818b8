"""Break a table on purpose, in every way of the catalogue, and know the truth: see docs/faults.md.

>>> import numpy as np
>>> import polars as pl
>>> from drift.faults import breaker
>>> frame = pl.DataFrame({"fare": [float(7 + place % 31) for place in range(1000)]})
>>> broken = breaker("unit_change: × 100").breaks(frame, "fare", np.random.default_rng(1), share=0.05)
>>> broken.share, int(broken.rows.sum()), broken.parameters
(0.05, 50, {'factor': 100.0, 'offset': 0.0})
"""

from __future__ import annotations

from drift.faults.agreement import names_right, parameters_right, share_right
from drift.faults.breaker import Breaker, Broken
from drift.faults.catalogue import BREAKERS, breaker, breakers_for

__all__ = [
    "BREAKERS",
    "Breaker",
    "Broken",
    "breaker",
    "breakers_for",
    "names_right",
    "parameters_right",
    "share_right",
]
