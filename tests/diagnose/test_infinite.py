"""Infinities: what numpy makes of dividing by zero."""

from __future__ import annotations

import json

import numpy as np
import polars as pl
import pytest

import drift

ROWS = 2_000


def ratios(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, 1, ROWS)


def run_of(values: np.ndarray, training: np.ndarray | None = None) -> drift.Run:
    before = ratios(1) if training is None else training
    return drift.check(pl.DataFrame({"ratio": values}), drift.fit(pl.DataFrame({"ratio": before})))


@pytest.mark.parametrize("sign", [1.0, -1.0])
@pytest.mark.parametrize("share", [1.0, 0.2, 0.01])
def test_what_was_divided_by_zero_is_told_with_its_share(sign: float, share: float) -> None:
    zero = np.random.default_rng(3).random(ROWS) < share
    with np.errstate(divide="ignore"):
        broken = np.where(zero, sign / np.where(zero, 0.0, 1.0), ratios(2))
    run = run_of(broken)
    (told,) = [one.diagnosis for one in run["ratio"].findings]
    assert told is not None
    assert (told.fault, told.parameters) == ("sentinel", {"value": "inf" if sign > 0 else "-inf"})
    assert told.share == pytest.approx(zero.mean(), abs=1e-6)
    assert told.find is not None
    assert pl.DataFrame({"ratio": broken}).filter(eval(told.find, {"pl": pl})).height == zero.sum()  # noqa: S307
    assert json.loads(run.to_json())["columns"][0]["findings"][0]["diagnosis"]["fault"] == "sentinel"
    assert "-inf" in run.to_html() or sign > 0


def test_what_else_happened_is_told_as_well() -> None:
    values = ratios(2) + 3
    values[:50] = np.inf
    faults = [one.diagnosis.fault for one in run_of(values)["ratio"].findings if one.diagnosis]
    assert faults == ["sentinel", "shift"]


def test_training_may_have_them_for_good() -> None:
    training, live = ratios(1), ratios(2)
    training[:40] = live[:40] = np.inf
    assert run_of(live, training)["ratio"].verdict == "ok"
