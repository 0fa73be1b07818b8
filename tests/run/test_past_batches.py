"""Fitting with a history: which batches teach, and that a gate learns from what people accepted."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

import drift
from drift.errors import ConfigError, InputNotFoundError

if TYPE_CHECKING:
    from pathlib import Path

    from drift.judge.tolerance import Tolerance

START = datetime(2026, 1, 5)  # noqa: DTZ001 - clocks without a zone
TRAINED, DAYS = 10, 18
ROWS = 400


def day(number: int, shift: float = 0.0, factor: float = 1.0) -> pl.DataFrame:
    random = np.random.default_rng(number)
    moments = [START + timedelta(days=number, minutes=3.6 * i) for i in range(ROWS)]
    return pl.DataFrame({"at": moments, "x": random.lognormal(shift, 0.5, ROWS) * factor})


def learned(reference: drift.Reference) -> dict[tuple[str, int], Tolerance]:
    return {(one.statistic, one.span_hours): one for one in reference.tolerances["x"]}


@pytest.fixture
def config(tmp_path: Path) -> dict[str, object]:
    return {"dataset": "d", "time": "at", "history": str(tmp_path / "history.db")}


def fitted(config: dict[str, object], *, history: bool = False, days: int = TRAINED) -> drift.Reference:
    return drift.fit(pl.concat([day(number) for number in range(days)]), config=config, history=history)


def check(config: dict[str, object], number: int, rows: pl.DataFrame) -> drift.Run:
    as_of = START + timedelta(days=number + 1)
    return drift.check(rows, fitted(config), batch=f"{number}", as_of=f"{as_of}Z", evidence=0)


def test_batches_in_order_teach_and_those_in_breach_do_not(config: dict[str, object]) -> None:
    """Four days move a little and pass; one is off by far, and one in another unit."""
    for number in range(TRAINED, TRAINED + 4):
        assert check(config, number, day(number, 0.02 * (number % 2))).verdict != "breach"
    assert check(config, 14, day(14, 1.0)).verdict == "breach"
    assert check(config, 15, day(15, factor=1000.0)).verdict == "breach"
    before, after = learned(fitted(config)), learned(fitted(config, history=True))
    assert after["ks", 24].batches == 4
    assert before["ks", 24].value <= after["ks", 24].value < 0.2  # the two others are 0.5 and 1 away


def test_movement_that_a_person_accepted_is_tolerated_from_then_on(
    config: dict[str, object], tmp_path: Path
) -> None:
    file = str(tmp_path / "accepted.yaml")
    accepted = config | {"accepted": file}
    run = check(config, 12, day(12, 0.6))
    assert run["x"].verdict == "breach"
    drift.accept(run, column="x", until="2026-12-31", reason="a new season", file=file)
    assert check(accepted, 12, day(12, 0.6))["x"].verdict == "warning"
    reference = fitted(accepted, history=True)
    again = drift.check(day(13, 0.6), reference, as_of="2026-01-19", remember=False)
    assert again["x"].verdict != "breach"


def test_an_accepted_unit_teaches_no_movement(config: dict[str, object], tmp_path: Path) -> None:
    file = str(tmp_path / "accepted.yaml")
    accepted = config | {"accepted": file}
    run = check(config, 12, day(12, factor=1000.0))
    drift.accept(run, column="x", until="2026-12-31", reason="known", file=file)
    assert check(accepted, 12, day(12, factor=1000.0))["x"].verdict == "warning"
    assert learned(fitted(accepted, history=True))["ks", 24].batches == 0


def test_batches_that_the_training_data_holds_teach_nothing_twice(config: dict[str, object]) -> None:
    for number in (TRAINED, TRAINED + 1):
        check(config, number, day(number))
    assert fitted(config, history=True).past_batches == 2
    assert fitted(config, history=True, days=TRAINED + 1).past_batches == 1


def test_a_pruned_profile_teaches_nothing(config: dict[str, object]) -> None:
    check(config, TRAINED, day(TRAINED))
    drift.History(str(config["history"])).prune(before=datetime(2030, 1, 1), profiles_only=True)  # noqa: DTZ001 - of no zone
    assert fitted(config, history=True).past_batches == 0


def test_without_a_time_column_batches_teach_what_chance_cannot(tmp_path: Path) -> None:
    config = {"dataset": "d", "history": str(tmp_path / "history.db"), "columns": {"x": {"tolerance": 0.5}}}
    training = day(0).drop("at")
    reference = drift.fit(training, config=config)
    for number in range(1, 6):
        drift.check(day(number, 0.1).drop("at"), reference, batch=f"{number}", as_of=f"2026-02-0{number}")
    after = learned(drift.fit(training, config=config, history=True))
    assert (after["ks", 0].batches, after["ks", 0].value > 0.02) == (5, True)


def test_what_was_learned_is_in_the_file(config: dict[str, object], tmp_path: Path) -> None:
    check(config, TRAINED, day(TRAINED))
    reference = fitted(config, history=True)
    reference.save(tmp_path / "a.drift")
    loaded = drift.Reference.load(tmp_path / "a.drift")
    assert loaded.tolerances == reference.tolerances
    assert loaded.past_batches == 1


def test_without_a_history_to_learn_from_nothing_is_fitted(config: dict[str, object]) -> None:
    with pytest.raises(ConfigError, match="names no history to learn from"):
        drift.fit(day(0), history=True)
    with pytest.raises(InputNotFoundError, match="no such history"):
        drift.fit(day(0), config=config, history=True)
