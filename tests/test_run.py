"""From data to a run: what is read, what codes it ends with, what a config may still change."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

import drift
from drift.errors import ColumnNotFoundError, ConfigError, NothingToLearnError
from drift.run import report_paths
from runs import CHANGES, WHEN, reference, run_of, training

if TYPE_CHECKING:
    from pathlib import Path

    from drift.record.exit_code import FailOn, Undecided

# What a batch's verdict is made into, as the contract has it.
CODES: list[tuple[str, FailOn, Undecided, int]] = [
    ("all ok", "breach", "fail", 0),
    ("all ok", "warning", "fail", 0),
    ("all ok", "never", "fail", 0),
    ("a unit", "breach", "fail", 1),
    ("a unit", "warning", "fail", 1),
    ("a unit", "never", "fail", 0),
    ("a unit", "breach", "pass", 1),
    ("a new column", "breach", "fail", 0),
    ("a new column", "warning", "fail", 1),
    ("a new column", "never", "fail", 0),
    ("no rows", "breach", "fail", 3),
    ("no rows", "warning", "fail", 3),
    ("no rows", "never", "fail", 3),
    ("no rows", "breach", "pass", 0),
    ("a lost column", "breach", "pass", 1),
]


@pytest.mark.parametrize(("change", "fail_on", "undecided", "code"), CODES)
def test_a_verdict_ends_with_the_code_that_was_asked_for(
    change: str, fail_on: FailOn, undecided: Undecided, code: int
) -> None:
    run = drift.check(CHANGES[change](training()), reference(), fail_on=fail_on, undecided=undecided)
    assert run.exit_code == code


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_batch_without_rows_is_undecided_and_one_without_a_column_a_breach(
    form: str, tmp_path: Path
) -> None:
    """A lost column shows in the header alone."""
    frame = training().select("seconds", "city", "member")
    empty, lacking = tmp_path / f"empty.{form}", tmp_path / f"lacking.{form}"
    for path, rows in ((empty, frame.clear()), (lacking, frame.clear().drop("city"))):
        rows.write_csv(path) if form == "csv" else rows.write_parquet(path)
    learned = drift.fit(frame)
    run = drift.check(empty, learned)
    assert (run.verdict, run.exit_code) == ("undecided", 3)
    assert {column.reason for column in run.columns} == {"the batch has no rows"}
    run = drift.check(lacking, learned)
    assert (run.verdict, run.exit_code) == ("breach", 1)
    assert [column.name for column in run.breaches] == ["city"]


def test_nothing_is_learned_from_no_rows() -> None:
    with pytest.raises(NothingToLearnError, match="no rows"):
        drift.fit(training().clear())


def test_a_reference_by_path_is_one_that_was_loaded(tmp_path: Path) -> None:
    reference().save(tmp_path / "reference.drift")
    frame = CHANGES["a unit"](training())
    run = drift.check(frame, tmp_path / "reference.drift", started_at=WHEN, batch="today")
    document = run.to_dict()
    assert document["reference"].pop("path") == str(tmp_path / "reference.drift")
    expected = run_of("a unit").to_dict()
    assert expected["reference"].pop("path") is None
    assert document == expected


def test_files_frames_and_shards_give_the_same_verdicts(tmp_path: Path) -> None:
    frame = CHANGES["a unit"](training())
    frame.write_parquet(tmp_path / "whole.parquet")
    for part in range(3):
        frame[part::3].write_parquet(tmp_path / f"part-{part}.parquet")
    digests = {
        drift.check(data, reference()).live.digest
        for data in (frame, tmp_path / "whole.parquet", str(tmp_path / "part-*.parquet"))
    }
    assert len(digests) == 1


def test_a_run_is_named_by_its_time_and_its_content() -> None:
    one, two, other = run_of("a unit"), run_of("a unit"), run_of("all ok")
    assert one.run_id.startswith("20261122T063000Z-")
    assert one.run_id == two.run_id != other.run_id


def test_a_batch_is_named_by_its_day_or_as_it_was_told() -> None:
    late = datetime(2026, 11, 22, 23, 59, tzinfo=UTC)
    assert drift.check(training(), reference(), started_at=late).batch == "2026-11-22"
    assert drift.check(training(), reference(), batch="b-7").batch == "b-7"


def test_the_time_column_may_be_given_apart_from_the_config() -> None:
    learned = drift.fit(training(), config={"dataset": "trips"}, time="started_at")
    assert (learned.config.time, learned.config.dataset) == ("started_at", "trips")


def test_an_ignored_column_is_not_looked_at_on_either_side() -> None:
    learned = drift.fit(training(), config={"ignore": ["city", "extra"]})
    assert "city" not in learned.profile.columns
    run = drift.check(training().with_columns(extra=pl.lit(1)), learned)
    assert run.verdict == "ok"
    assert not [
        column for column in run.columns if column.name in {"city", "extra"} and column.verdict != "skipped"
    ]


@pytest.mark.parametrize(
    "changed",
    [{"time": "started_at"}, {"ignore": ["city"]}, {"sample": 10}, {"columns": {"city": {"kind": "text"}}}],
)
def test_a_check_refuses_what_counts_when_fitting(changed: dict[str, Any]) -> None:
    with pytest.raises(
        ConfigError, match=r"what counts when fitting: (columns.city.kind|time|ignore|sample)"
    ):
        drift.check(training(), reference(), config=changed)


def test_the_refusal_tells_both_values_and_how_to_mend_it() -> None:
    fitted = drift.fit(training(), time="started_at")
    with pytest.raises(ConfigError) as refused:
        drift.check(training(), fitted, config={"sensitivity": "low"})
    assert "seen:     the reference has `time: started_at`, the config none\n" in str(refused.value)
    assert "mend it:  write `time: started_at`; or fit again with this config\n" in str(refused.value)


def test_a_check_may_change_how_it_judges() -> None:
    moved = training().with_columns(pl.col("seconds") + 60)
    assert drift.check(moved, reference()).verdict != "ok"
    assert drift.check(moved, reference(), config={"columns": {"seconds": {"check": False}}}).verdict == "ok"
    assert drift.check(moved, reference(), config={"dataset": "trips"}).dataset == "trips"


def test_a_config_that_names_no_column_there_is_is_refused() -> None:
    """Of patterns too: what a person wrote must not come to nothing."""
    for name in ("secons", "zz_*"):
        for call in (
            lambda config: drift.fit(training(), config=config),
            lambda config: drift.check(training(), reference(), config=config),
        ):
            with pytest.raises(ColumnNotFoundError, match="no column"):
                call({"columns": {name: {"tolerance": 0.5}}})


def test_a_config_may_name_a_column_that_only_one_side_has() -> None:
    new = training().with_columns(extra=pl.lit(1))
    drift.check(new, reference(), config={"columns": {"extra": {"owner": "sales"}}})
    drift.check(training().drop("city"), reference(), config={"columns": {"city": {"owner": "sales"}}})


def test_rows_are_held_to_the_limits_of_the_config() -> None:
    run = drift.check(training(), reference(), config={"rows": {"min": 601}})
    assert (run.verdict, run.exit_code) == ("breach", 1)
    assert [finding.diagnosis.fault for finding in run.findings if finding.diagnosis] == ["row_count"]
    assert run.breaches == ()
    assert drift.check(training(), reference(), config={"rows": {"min": 600, "max": 600}}).verdict == "ok"


def test_reports_are_left_by_run_where_the_config_says() -> None:
    run = run_of("all ok")
    assert report_paths(run, reference()) is None
    paths = report_paths(run, reference(), {"reports": "left/here"})
    assert paths is not None
    assert (paths.run, paths.html) == (f"left/here/{run.run_id}.drift", f"left/here/{run.run_id}.html")
