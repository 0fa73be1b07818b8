"""Quantiles are those of the rows."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from drift.diagnose.distribution import distribution
from drift.profile.table import Plan, profile_batches
from drift.report.html import quantiles

RNG = np.random.default_rng(20_261_122)


def test_a_table_has_the_quantiles_of_each_line() -> None:
    """Held to numpy on the raw rows, to the three digits that are told."""
    rows = RNG.lognormal(3, 1, 20_000)
    part = distribution(profile_batches([pl.DataFrame({"x": rows})], Plan()).columns["x"].cells)
    found = quantiles.table([("reference", part.quantile), ("twice", lambda share: 2 * part.quantile(share))])
    assert found.names == ("reference", "twice")
    for (_, (one, two)), share in zip(found.rows, quantiles.SHARES, strict=True):
        wanted = float(np.quantile(rows, share))
        assert float(one) == pytest.approx(wanted, rel=0.01)
        assert float(two) == pytest.approx(2 * wanted, rel=0.01)
