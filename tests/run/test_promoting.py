"""What people let in becomes part of the next reference; what they did not is refused by name."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl
import pytest

import drift
from command_line import drift as command
from drift.errors import (
    DriftError,
    FileIncompatibleError,
    InputNotFoundError,
    ProfilesIncompatibleError,
    UsageError,
)
from drift.judge.tolerance import Tolerance

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ROWS: Final = 2_000
WHEN: Final = datetime(2026, 11, 29, 12, tzinfo=UTC)
HIDDEN: Final = "ann.lee@mail.example"
UNTIL: Final = "2099-12-31"


def table(seed: int, cities: tuple[str, ...] = ("Porto", "Braga")) -> pl.DataFrame:
    random = np.random.default_rng(seed)
    return pl.DataFrame(
        {
            "wait_s": random.lognormal(5, 0.6, ROWS),
            "city": random.choice(cities, ROWS),
            "member": random.random(ROWS) < 0.3,
        }
    )


REFERENCE: Final = drift.fit(table(0), created_at=WHEN)
WITH_FARO: Final = table(1, ("Porto", "Braga", "Faro"))


def accepted(run: drift.Run, *columns: str) -> tuple[drift.Acceptance, ...]:
    return tuple(
        decision
        for column in columns
        for decision in drift.accept(run, column=column, until=UNTIL, reason="it opened", by="Ana", file=None)
    )


def test_what_was_accepted_is_known_from_then_on_and_other_faults_are_still_told() -> None:
    run = drift.check(WITH_FARO, REFERENCE)
    assert run["city"].verdict == "breach"
    grown = drift.promote(run, REFERENCE, accepted=accepted(run, "city"))
    assert drift.check(WITH_FARO, grown)["city"].verdict == "warning"
    assert drift.check(table(2, ("Porto", "Braga", "Faro")), grown)["city"].verdict == "warning"
    broken = drift.check(table(4).with_columns(pl.col("wait_s") * 1000), grown)
    assert (broken.verdict, broken["wait_s"].diagnosis and broken["wait_s"].diagnosis.fault) == (
        "breach",
        "unit_change",
    )
    assert drift.check(table(5, ("Porto", "Evora")), grown)["city"].verdict == "breach"


def test_healthy_batches_teach_no_tolerance_but_for_chance() -> None:
    """Without a time column nothing was learned at the fit; each batch is a piece."""
    runs = [drift.check(table(seed), REFERENCE, as_of=f"2026-11-{seed:02}") for seed in range(1, 9)]
    grown = drift.promote(runs, REFERENCE)
    assert grown.profile.rows == 9 * ROWS
    for name, learned in REFERENCE.tolerances.items():
        assert learned == ()
        for after in grown.tolerances[name]:
            assert after.value < 0.1
            assert after.pieces <= 8


def test_it_tells_what_it_is_made_of_through_a_file(tmp_path: Path) -> None:
    one = drift.check(table(1), REFERENCE, as_of="2026-11-21", batch="saturday")
    two = drift.check(WITH_FARO, REFERENCE, as_of="2026-11-22")
    first = drift.promote(
        [two, one],
        REFERENCE,
        accepted=accepted(two, "city"),
        by="Bo",
        reason="Faro opened",
        promoted_at=WHEN,
    )
    third = drift.check(table(3, ("Porto", "Braga", "Faro")), first, as_of="2026-11-23")
    drift.promote(third, first, by="Cy", promoted_at=WHEN).save(tmp_path / "next.drift")
    read = drift.Reference.load(tmp_path / "next.drift")
    assert read.created_at == WHEN
    assert [(one.by, one.reason, one.at) for one in read.promotions] == [
        ("Bo", "Faro opened", WHEN),
        ("Cy", None, WHEN),
    ]
    assert [(one.digest, one.rows) for one in read.promotions] == [
        (REFERENCE.digest, ROWS),
        (first.digest, 3 * ROWS),
    ]
    saturday, sunday = read.promotions[0].batches
    assert (saturday.batch, saturday.run_id, saturday.rows) == ("saturday", one.run_id, ROWS)
    assert (saturday.digest, saturday.accepted) == (one.live.digest, ())
    assert [(one.column, one.fault, one.by, one.reason) for one in sunday.accepted] == [
        ("city", "new_category", "Ana", "it opened")
    ]
    told = " ".join(command("show", tmp_path / "next.drift").out.split())  # lines break where the path ends
    for words in ("promoted 2026-11-29 12:00 UTC by Bo", "saturday, 2026-11-22", "; Faro opened", "by Cy"):
        assert words in told
    assert "2026-11-22, city: new_category, accepted by Ana; it opened" in told
    document = command("show", tmp_path / "next.drift", "--json").document
    assert [one["added_to"]["rows"] for one in document["promotions"]] == [ROWS, 3 * ROWS]


def test_a_saved_run_and_one_in_memory_make_the_same_reference_and_order_is_no_matter(tmp_path: Path) -> None:
    runs = [drift.check(table(seed), REFERENCE, as_of=f"2026-11-2{seed}") for seed in (1, 2)]
    for place, run in enumerate(runs):
        run.save(tmp_path / f"{place}.drift")
    one = drift.promote(runs[::-1], REFERENCE, promoted_at=WHEN, by="Bo")
    for given in (tmp_path, str(tmp_path / "*.drift"), [tmp_path / "1.drift", runs[0]]):
        other = drift.promote(given, REFERENCE, promoted_at=WHEN, by="Bo")
        for name, reference in (("one", one), ("other", other)):
            reference.save(tmp_path / name)
        assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_a_breach_that_nobody_accepted_is_refused_by_name_and_so_is_all_beside_it() -> None:
    run = drift.check(WITH_FARO.with_columns(pl.col("wait_s") * 1000), REFERENCE)
    healthy = drift.check(table(1), REFERENCE)
    with pytest.raises(UsageError) as told:
        drift.promote([healthy, run], REFERENCE, accepted=accepted(run, "city"))
    assert told.value.what == f"run {run.run_id}: in breach, so it does not become part of a reference"
    assert told.value.seen == "wait_s: unit_change"
    assert told.value.state == "nothing was promoted"
    assert drift.promote(
        [healthy, run], REFERENCE, accepted=accepted(run, "city", "wait_s")
    ).profile.rows == (3 * ROWS)


def test_a_decision_counts_by_the_day_of_the_batch_and_up_to_its_bound() -> None:
    run = drift.check(WITH_FARO, REFERENCE, as_of="2026-11-22")
    held = [one.model_copy(update={"until": run.as_of.date()}) for one in accepted(run, "city")]
    assert drift.promote(run, REFERENCE, accepted=held).profile.rows == 2 * ROWS
    for change in ({"until": datetime(2026, 11, 21, tzinfo=UTC).date()}, {"up_to": 0.01}):
        with pytest.raises(UsageError, match="in breach"):
            drift.promote(run, REFERENCE, accepted=[one.model_copy(update=change) for one in held])


def test_a_run_that_was_accepted_when_it_was_checked_needs_no_file() -> None:
    decisions = accepted(drift.check(WITH_FARO, REFERENCE), "city")
    run = drift.check(WITH_FARO, REFERENCE, accepted=decisions)
    assert run.verdict == "warning"
    batch = drift.promote(run, REFERENCE, accepted=()).promotions[0].batches[0]
    assert [one.column for one in batch.accepted] == ["city"]


def test_the_same_rows_are_taken_in_once(tmp_path: Path) -> None:
    run = drift.check(table(1), REFERENCE)
    grown = drift.promote(run, REFERENCE)
    again = drift.check(table(1), grown, batch="by another name")
    for runs, reference in (([run, again], grown), ([run], grown), ([again], grown), ([run, run], REFERENCE)):
        with pytest.raises(UsageError, match="would count twice"):
            drift.promote(runs, reference)
    table(0).write_parquet(tmp_path / "train.parquet")
    learned = drift.fit(tmp_path / "train.parquet")
    with pytest.raises(UsageError, match="its rows are in the reference already"):
        drift.promote(drift.check(tmp_path / "train.parquet", learned), learned)


def test_runs_against_an_earlier_reference_of_the_chain_are_taken_and_others_not() -> None:
    runs = [drift.check(table(seed), REFERENCE) for seed in (1, 2)]
    grown = drift.promote(runs[0], REFERENCE)
    assert drift.promote(runs[1], grown).profile.rows == 3 * ROWS
    with pytest.raises(ProfilesIncompatibleError, match="checked against another reference"):
        drift.promote(runs[0], drift.fit(table(9)))


def test_columns_that_are_not_training_s_are_refused_and_new_ones_left_out() -> None:
    lost = drift.check(table(1).drop("member"), REFERENCE)
    with pytest.raises(UsageError, match="the columns of its training") as told:
        drift.promote(lost, REFERENCE, accepted=accepted(lost, "member"))
    assert told.value.seen == "member: missing_column"
    more = drift.check(table(1).with_columns(tip=1.0), REFERENCE)
    assert more.verdict == "warning"
    assert "tip" not in drift.promote(more, REFERENCE).profile.columns
    nested = drift.check(table(1).with_columns(city=pl.struct("city")), REFERENCE)
    with pytest.raises(UsageError, match="the columns of its training"):
        drift.promote(nested, REFERENCE, accepted=accepted(nested, "city"))


@pytest.mark.parametrize(
    ("runs", "error", "words"),
    [
        (list, UsageError, "no runs to promote"),
        (lambda: 3, UsageError, "int: no run"),
        (lambda: "nosuch.drift", InputNotFoundError, "no such file"),
        (lambda: drift.check(table(1).clear(), REFERENCE), UsageError, "no rows to add"),
        (lambda: drift.check(table(1), REFERENCE, config={"dataset": "b"}), ProfilesIncompatibleError, "`b`"),
    ],
)
def test_what_cannot_be_promoted_is_told(
    runs: Callable[[], Any], error: type[DriftError], words: str
) -> None:
    with pytest.raises(error, match=words) as told:
        drift.promote(runs(), REFERENCE)
    assert told.value.what


def test_weights_and_files_of_an_older_drift_are_refused() -> None:
    weighted = drift.fit(table(0).with_columns(w=1.0), config={"weight": "w"})
    run = drift.check(table(1), weighted)
    with pytest.raises(UsageError, match="weights need the rows"):
        drift.promote(run, weighted)
    old = Tolerance(statistic="total_variation", span_hours=0, value=0.02, largest=0.02, pieces=12)
    bare: dict[str, tuple[Tolerance, ...]] = dict.fromkeys(REFERENCE.tolerances, (old,))
    with pytest.raises(FileIncompatibleError, match="fitted by a drift that did not keep"):
        drift.promote(drift.check(table(1), REFERENCE), replace(REFERENCE, tolerances=bare))


def test_a_config_may_change_what_judging_uses_and_is_embedded() -> None:
    grown = drift.promote(drift.check(table(1), REFERENCE), REFERENCE, config={"sensitivity": "high"})
    assert grown.config.sensitivity == "high"
    with pytest.raises(DriftError, match="sample"):
        drift.promote(drift.check(table(2), REFERENCE), REFERENCE, config={"sample": 5})


def test_no_value_of_a_sensitive_column_comes_in(tmp_path: Path) -> None:
    config = {"columns": {"email": {"sensitive": True}}}
    reference = drift.fit(table(0).with_columns(email=pl.lit("bo@mail.example")), config=config)
    batch = table(1).with_columns(email=pl.lit(HIDDEN))
    run = drift.check(batch, reference)
    grown = drift.promote(run, reference, accepted=accepted(run, *(one.name for one in run.breaches)))
    grown.save(tmp_path / "next.drift")
    read = drift.Reference.load(tmp_path / "next.drift")
    assert read.config.column("email").sensitive
    assert HIDDEN not in str(read.profile.sample.rows.to_dicts())
    assert HIDDEN not in str(read.profile.columns["email"])
    assert HIDDEN.encode() not in (tmp_path / "next.drift").read_bytes()


def test_the_command_tells_what_accepting_costs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    REFERENCE.save("reference.drift")
    drift.check(WITH_FARO, REFERENCE).save("run.drift")
    told = command("promote", "run.drift", "-r", "reference.drift", "-o", "next.drift")
    assert (told.code, told.out, os.path.exists("next.drift")) == (2, "", False)  # noqa: PTH110 - a name
    assert "run.drift: in breach" in told.err
    assert "city: new_category" in told.err
    command("accept", "run.drift", "--column", "city", "--until", UNTIL, "--reason", "Faro")
    told = command("promote", "run.drift", "-r", "reference.drift", "-o", "next.drift", "--reason", "Faro")
    assert (told.code, told.out) == (0, "")
    first, second = told.err.splitlines()
    assert first == "next.drift: 1 batch of 2,000 rows added to 2,000 rows"
    assert second.startswith("  city: may move by 0.3")
    assert "; before, it may move by 0.0" in second
    told = command("promote", "run.drift", "-r", "next.drift", "-o", "last.drift", "--format", "json")
    assert told.code == 2
    assert "would count twice" in told.document["error"]["message"]


def test_a_reference_with_segments_is_refused_by_name() -> None:
    rows = pl.DataFrame({"city": ["Porto", "Braga"] * 500, "x": [float(i % 17) for i in range(1000)]})
    reference = drift.fit(rows, config={"segments": ["city"]})
    with pytest.raises(UsageError, match="with segments cannot take batches in yet"):
        drift.promote(drift.check(rows, reference), reference)
