"""The code of findings in a level undoes what was done there, and nothing else."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

import drift

ROWS = 6_000


def trips(seed: int, *, long: bool = False) -> pl.DataFrame:
    random = np.random.default_rng(seed)
    city = random.choice(["Porto" * (60 if long else 1), "Braga", "Faro"], ROWS, p=[0.2, 0.4, 0.4])
    return pl.DataFrame({"city": city, "minutes": random.gamma(4, 5, ROWS)})


def test_the_code_of_a_level_brings_its_rows_back() -> None:
    reference = drift.fit(trips(1), config={"segments": ["city"]})
    healthy = trips(2)
    broken = healthy.with_columns(
        minutes=pl.when(pl.col("city") == "Porto").then(pl.col("minutes") * 60).otherwise("minutes")
    )
    run = drift.check(broken, reference)
    [told] = [one.diagnosis for one in run["minutes"].findings if one.segment == {"city": "Porto"}]
    assert told is not None
    back = broken.select(eval(told.undo or "", {"pl": pl}).alias("minutes"))["minutes"]  # noqa: S307
    assert np.allclose(back, healthy["minutes"])
    found = broken.filter(eval(told.find or "", {"pl": pl}))  # noqa: S307
    assert found["city"].unique().to_list() == ["Porto"]
    assert found.height == (healthy["city"] == "Porto").sum()


@pytest.mark.parametrize("config", [{"columns": {"city": {"sensitive": True}}}, {}], ids=["sensitive", "cut"])
def test_a_level_whose_name_is_not_its_value_has_no_code(config: dict[str, object]) -> None:
    """Of a sensitive column no value is known, and of a level of 300 characters not all of it."""
    reference = drift.fit(trips(1, long=not config), config={"segments": ["city"], **config})
    healthy = trips(2, long=not config)
    in_city = pl.col("city").str.starts_with("Porto")
    broken = healthy.with_columns(minutes=pl.when(in_city).then(pl.col("minutes") * 60).otherwise("minutes"))
    told = [one for one in drift.check(broken, reference)["minutes"].findings if one.segment]
    assert told
    assert all(one.diagnosis and (one.diagnosis.find, one.diagnosis.undo) == (None, None) for one in told)
