"""What tests of `drift.faults` share: a small table that is broken by name, with one seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from drift.faults import breaker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drift.faults import Broken


def broken(name: str, values: Sequence[object] | pl.Series, *, share: float = 1.0) -> Broken:
    """Return a table of one column `x` broken in a way."""
    return breaker(name).breaks(
        pl.DataFrame({"x": values}, strict=False), "x", np.random.default_rng(7), share=share
    )


def after(name: str, values: Sequence[object] | pl.Series, *, share: float = 1.0) -> list[object]:
    """Return the broken column's values."""
    return broken(name, values, share=share).frame["x"].to_list()


def fits(name: str, values: Sequence[object] | pl.Series, *, share: float = 1.0) -> bool:
    """Return whether a way to break makes sense for these values."""
    return breaker(name).applies_to(pl.DataFrame({"x": values}, strict=False), "x", share=share)
