"""A share of the rows that was transformed is named and sized; other mixtures and movement are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

import drift
from changes import change_between
from drift.diagnose.image import TRANSFORMS
from drift.diagnose.transform import explain_transform
from shapes import drawn

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAPS = {one.name: one.to for one in TRANSFORMS}


def partly(now: NDArray[np.float64], image: NDArray[np.float64], share: float, seed: int = 0) -> pl.Series:
    """Return the batch with that share of its rows as the image has them."""
    return pl.Series(np.where(np.random.default_rng(seed).random(now.size) < share, image, now))


@pytest.mark.parametrize("share", [0.1, 0.4, 0.8])
@pytest.mark.parametrize("name", ["log", "log1p", "log10", "log2", "sqrt", "square"])
def test_a_share_that_a_map_took_is_named(name: str, share: float) -> None:
    before, now, _ = drawn("lognormal")
    before, now = 50 * before, 50 * now
    found = explain_transform(change_between(before, partly(now, MAPS[name](now), share).to_numpy()))
    assert found is not None
    said = found.diagnosis
    names = [said.parameters["name"], *([said.runner_up.parameters["name"]] if said.runner_up else [])]
    assert name in names
    assert said.share == pytest.approx(share, abs=0.03)
    assert said.share_interval is not None
    assert said.share_interval[0] <= share <= said.share_interval[1]


@pytest.mark.parametrize("decimals", [None, 0])
def test_a_share_standardised_by_its_own_numbers_is_named(decimals: int | None) -> None:
    random = np.random.default_rng(1)
    before, now = (random.gamma(9, 12, rows) for rows in (20_000, 5_000))
    if decimals is not None:
        before, now = before.round(decimals), now.round(decimals)
    scaled = (now - now.mean()) / now.std()
    run = drift.check(
        pl.DataFrame({"wait": partly(now, scaled, 0.2)}), drift.fit(pl.DataFrame({"wait": before}))
    )
    [finding] = run["wait"].findings
    assert finding.verdict == "breach"
    assert finding.diagnosis is not None
    assert finding.diagnosis.fault == "transform"
    assert finding.diagnosis.parameters["name"] == "standardised"
    assert finding.diagnosis.share == pytest.approx(0.2, abs=0.02)
    assert "about" in finding.diagnosis.story


def test_whole_numbers_of_which_none_left_their_step_were_not_transformed() -> None:
    """A new group of small counts lies where logarithms would, but logarithms are not whole."""
    random = np.random.default_rng(2)
    before, now = (random.lognormal(5, 1, rows).round() for rows in (20_000, 5_000))
    like = partly(now, np.log1p(now).round(), 0.2).to_numpy()
    assert explain_transform(change_between(before, like)) is None
    assert explain_transform(change_between(before, partly(now, np.log1p(now), 0.2).to_numpy())) is not None


@pytest.mark.parametrize("seed", range(20))
def test_neither_another_group_nor_movement_nor_a_unit_is_a_share_that_was_transformed(seed: int) -> None:
    random = np.random.default_rng(seed)
    before, now, other = (random.lognormal(4, 0.8, rows) for rows in (20_000, 5_000, 5_000))
    moved = {
        "another group": partly(now, other * random.uniform(0.02, 0.3) + random.uniform(0, 5), 0.2, seed),
        "shifted": pl.Series(now + random.uniform(-30, 30)),
        "wider": pl.Series(now * random.uniform(1.1, 1.6)),
        "a unit": partly(now, now / 100, 0.2, seed),
    }
    for what, batch in moved.items():
        found = explain_transform(change_between(before, batch.to_numpy()))
        assert found is None, what


def test_rows_off_the_step_are_found_and_taken_back() -> None:
    random = np.random.default_rng(3)
    before, now = (random.lognormal(5, 1, rows).round() for rows in (20_000, 5_000))
    batch = pl.DataFrame({"visits": partly(now, np.sqrt(now), 0.3)})
    [finding] = drift.check(batch, drift.fit(pl.DataFrame({"visits": before})))["visits"].findings
    said = finding.diagnosis
    assert said is not None
    assert said.find is not None
    assert said.undo is not None
    assert said.parameters == {"name": "sqrt", "step": 1.0}
    code = {"pl": pl}
    found, undone = (
        batch.select(value=eval(text, code))["value"]  # noqa: S307 - what the diagnosis has people run
        for text in (said.find, said.undo)
    )
    assert found.sum() == (batch["visits"] % 1 != 0).sum()
    assert np.allclose(undone.filter(found), now[found.to_numpy()])
    assert undone.filter(~found).equals(batch["visits"].filter(~found), check_names=False)


def test_of_zeros_no_logarithm_is_taken() -> None:
    """Both maps leave no more than chance; only one has an image of zero."""
    random = np.random.default_rng(4)
    before, now = (random.gamma(0.7, 150, rows).round() for rows in (20_000, 5_000))
    assert (before == 0).mean() > 0.01
    found = explain_transform(change_between(before, partly(now, np.log1p(now), 0.25).to_numpy()))
    assert found is not None
    assert found.diagnosis.parameters["name"] == "log1p"
    assert found.diagnosis.runner_up is not None
    assert found.diagnosis.runner_up.parameters == {"name": "log"}
