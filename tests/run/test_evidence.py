"""Evidence: rows that show a fault, the same by every way to read them; where it never goes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest

import drift
from drift.cli.options import EVIDENCE_ROWS as OF_THE_COMMAND
from drift.run.asked import EVIDENCE_ROWS

if TYPE_CHECKING:
    from pathlib import Path

ROWS = 3_000
NEW_CITY = "Sesame"


def table() -> pl.DataFrame:
    random = np.random.default_rng(1)
    return pl.DataFrame(
        {
            "id": [f"R{i:05d}" for i in range(2 * ROWS)],
            "seconds": random.lognormal(5, 1, 2 * ROWS),
            "city": random.choice(["Porto", "Braga", "Faro"], 2 * ROWS),
        }
    )


@cache
def reference(*, sensitive: bool = False) -> drift.Reference:
    columns = {"city": {"sensitive": True}} if sensitive else {}
    return drift.fit(table().head(ROWS), config={"key": ["id"], "columns": columns})


@cache
def live() -> pl.DataFrame:
    """Return a batch of which every twentieth row is in milliseconds, and every seventh a new city."""
    place = pl.int_range(pl.len())
    return (
        table()
        .slice(ROWS)
        .with_columns(
            pl.when(place % 20 == 0).then(pl.col("seconds") * 1000).otherwise("seconds").alias("seconds"),
            pl.when(place % 7 == 0).then(pl.lit(NEW_CITY)).otherwise("city").alias("city"),
        )
    )


def shown(run: drift.Run, column: str) -> list[dict[str, Any]]:
    (finding,) = run[column].findings
    assert finding.evidence is not None
    return list(finding.evidence.rows)


@cache
def checked() -> drift.Run:
    return drift.check(live(), reference())


def test_each_row_shows_the_fault_with_its_key_and_nothing_else() -> None:
    broken = {(row["id"], row["seconds"]) for row in live().gather_every(20).to_dicts()}
    for column in ("seconds", "city"):
        rows = shown(checked(), column)
        assert len(rows) == EVIDENCE_ROWS == OF_THE_COMMAND
        assert {tuple(row) for row in rows} == {("id", column)}
    assert {(row["id"], row["seconds"]) for row in shown(checked(), "seconds")} <= broken
    assert {row["city"] for row in shown(checked(), "city")} == {NEW_CITY}


def test_how_the_batch_is_read_does_not_decide_which_rows_are_shown(tmp_path: Path) -> None:
    parquet, csv = tmp_path / "live.parquet", tmp_path / "live.csv"
    live().sample(fraction=1, shuffle=True, seed=3).write_parquet(parquet, row_group_size=500)
    live().write_csv(csv)
    profile = drift.profile(live(), reference=reference())
    for data in (parquet, csv, [parquet], live().lazy(), live().to_arrow(), profile):
        run = drift.check(data, reference())
        for column in ("seconds", "city"):
            assert shown(run, column) == shown(checked(), column)


def test_rows_are_the_same_whether_the_sample_holds_all_or_they_are_read_again(
    tmp_path: Path,
) -> None:
    parquet = tmp_path / "live.parquet"
    live().write_parquet(parquet, row_group_size=500)
    for limit in (100, 0):  # rows of the sample: too few of the batch's
        learned = drift.fit(table().head(ROWS), config={"key": ["id"], "sample": limit})
        for data in (live(), parquet):
            run = drift.check(data, learned)
            for column in ("seconds", "city"):
                assert shown(run, column) == shown(checked(), column)


def test_a_batch_whose_sample_holds_all_is_not_read_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        pytest.fail("the batch is read a second time")

    monkeypatch.setattr("drift.run.evidence.open_source", fail)
    assert shown(drift.check(live(), reference()), "city") == shown(checked(), "city")


def test_a_stream_is_not_read_twice() -> None:
    run = drift.check(live().to_arrow().to_reader(), reference())
    (finding,) = run["city"].findings
    assert finding.evidence is not None
    assert finding.evidence.note == "from the sample: the data cannot be read a second time"
    assert finding.evidence.rows == tuple(shown(checked(), "city"))


def test_of_a_profile_without_a_sample_there_is_none_and_it_says_so() -> None:
    learned = drift.fit(table().head(ROWS), config={"sample": 0})
    run = drift.check(drift.profile(live(), reference=learned), learned)
    (finding,) = run["city"].findings
    assert finding.evidence is not None
    assert finding.evidence.rows == ()
    assert "nor is there a sample" in (finding.evidence.note or "")


@pytest.mark.parametrize("rows", [0, 3])
def test_as_many_rows_are_shown_as_are_asked_for(rows: int) -> None:
    run = drift.check(live(), reference(), evidence=rows)
    evidence = run["city"].findings[0].evidence
    assert len(evidence.rows if evidence else ()) == rows


def test_a_sensitive_column_shows_nothing() -> None:
    run = drift.check(live(), reference(sensitive=True))
    (finding,) = run["city"].findings
    assert finding.evidence is not None
    assert finding.evidence.rows == ()
    assert finding.evidence.note == "the column is sensitive: no value of it is shown"


def test_evidence_is_in_json_and_the_page_and_in_text_on_request_and_nowhere_else() -> None:
    run = checked()
    key = shown(run, "seconds")[0]["id"]
    assert key in run.to_json()
    assert key in run.to_html()
    assert key in run.to_text(details=True)
    for told in (run.to_text(), run.to_github(), run.to_junit(), run.to_markdown()):
        assert key not in told


def test_evidence_is_in_a_saved_run(tmp_path: Path) -> None:
    checked().save(tmp_path / "run.drift")
    assert drift.Run.load(tmp_path / "run.drift").to_dict() == checked().to_dict()


def test_a_renamed_column_is_shown_under_its_new_name() -> None:
    run = drift.check(live().rename({"seconds": "wait_seconds"}), reference())
    finding = run["seconds"].findings[1]
    assert finding.evidence is not None
    assert {tuple(row) for row in finding.evidence.rows} == {("id", "wait_seconds")}


def test_a_time_that_no_calendar_has_is_shown_as_a_count() -> None:
    """Milliseconds that were parsed as seconds: the year 58183 or so, for which Python has no datetime."""
    starts = [datetime(2026, 1, 1) + timedelta(minutes=10 * row) for row in range(2_000)]  # noqa: DTZ001 - as in files
    train = pl.DataFrame({"at": starts, "x": [float(row % 97) for row in range(2_000)]})
    far = pl.col("at").dt.epoch("ms").cast(pl.Int64) * 1_000_000
    live = train.with_columns(far.cast(pl.Datetime("us")).alias("at"))
    (finding,) = drift.check(live, drift.fit(train), as_of=datetime(2026, 2, 1, tzinfo=UTC))["at"].findings
    assert finding.diagnosis is not None
    assert finding.diagnosis.fault == "epoch_unit"
    assert finding.evidence is not None
    assert finding.evidence.rows
    assert all(str(row["at"]).endswith(" us since 1970") for row in finding.evidence.rows)


@pytest.mark.parametrize("zone", [None, "Europe/Lisbon"])
def test_times_ahead_of_the_batch_are_shown_and_no_others(zone: str | None) -> None:
    hours = pl.datetime_range(datetime(2026, 7, 1), datetime(2026, 7, 20), "1h", eager=True)  # noqa: DTZ001
    times = hours.dt.replace_time_zone(zone) if zone else hours
    config = {"time": "at", "max_age": "2d"}
    reference = drift.fit(times.to_frame("at"), config=config)
    late = (times[-3:] + timedelta(days=9)).to_frame("at")
    run = drift.check(pl.concat([times.to_frame("at"), late]), reference, as_of="2026-07-21T00:00:00Z")
    (found,) = (one for one in run["at"].findings if one.diagnosis and one.diagnosis.fault == "future")
    assert found.evidence is not None
    shown = [row["at"].replace(tzinfo=None) for row in found.evidence.rows]
    assert shown == late["at"].dt.replace_time_zone(None).to_list()


def test_texts_in_another_form_are_shown_and_those_in_the_usual_one_are_not() -> None:
    codes = [f"AB-{place:06d}" for place in range(6_000)]
    live = [code.replace("-", "/") if place % 10 == 0 else code for place, code in enumerate(codes[4_000:])]
    run = drift.check(pl.DataFrame({"code": live}), drift.fit(pl.DataFrame({"code": codes[:4_000]})))
    (found,) = (
        one for one in run["code"].findings if one.diagnosis and one.diagnosis.fault == "format_change"
    )
    assert found.evidence is not None
    shown = {row["code"] for row in found.evidence.rows}
    assert len(shown) == EVIDENCE_ROWS
    assert all("/" in code and code in live for code in shown)


@pytest.mark.parametrize("sensitive", [False, True])
@pytest.mark.parametrize("form", ["frame", "csv"])
def test_values_that_cannot_be_read_are_shown_as_they_came(
    form: str, tmp_path: Path, *, sensitive: bool
) -> None:
    columns = {"seconds": {"sensitive": sensitive}}
    learned = drift.fit(table().head(ROWS), config={"key": ["id"], "columns": columns})
    place = pl.int_range(pl.len())
    words = (
        pl.when(place % 100 == 3)
        .then(pl.lit("#NAME?"))
        .otherwise(pl.col("seconds").cast(pl.String))
        .alias("seconds")
    )
    broken = table().slice(ROWS).with_columns(words)
    data: object = broken
    if form == "csv":
        data = tmp_path / "live.csv"
        broken.write_csv(data)
    (finding,) = drift.check(data, learned)["seconds"].findings
    assert finding.diagnosis is not None
    assert finding.diagnosis.fault == "type_change"
    assert finding.evidence is not None
    wrong = {f"R{ROWS + at:05d}" for at in range(3, ROWS, 100)}
    assert len(finding.evidence.rows) == (0 if sensitive else 20)
    assert all(row["seconds"] == "#NAME?" and row["id"] in wrong for row in finding.evidence.rows)
