"""Every column once more in each level: told where it is, once, within the budget, and never silently not."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl
import pytest

import drift
from drift.errors import ColumnNotFoundError, ConfigError, ProfilesIncompatibleError

if TYPE_CHECKING:
    from pathlib import Path

    from drift.judge.result import Finding, SegmentResult

ROWS: Final = 12_000
CITIES: Final = ("Porto", "Braga", "Faro", "Aveiro", "Coimbra", "Guarda")
CONFIG: Final = {"segments": ["city"], "key": ["id"]}


@cache
def table(seed: int, rows: int = ROWS) -> pl.DataFrame:
    """Return trips of six cities, the first with half of the rows and the last with a fiftieth."""
    random = np.random.default_rng(seed)
    return pl.DataFrame(
        {
            "id": [f"R{seed}-{place:06d}" for place in range(rows)],
            "city": random.choice(CITIES, rows, p=[0.5, 0.2, 0.12, 0.1, 0.06, 0.02]),
            "trip_seconds": random.gamma(4, 150, rows),
            "plan": random.choice(["free", "team", "firm"], rows, p=[0.2, 0.3, 0.5]),
            "member": random.random(rows) < 0.3,
        }
    )


@cache
def reference() -> drift.Reference:
    return drift.fit(table(1), config=CONFIG)


def only_in(city: str, then: pl.Expr, name: str = "trip_seconds") -> pl.DataFrame:
    """Return a batch in which a column has other values in one city."""
    return table(2).with_columns(pl.when(pl.col("city") == city).then(then).otherwise(name).alias(name))


def of_levels(run: drift.Run, name: str) -> list[Finding]:
    return [one for one in run[name].findings if one.segment is not None]


def of_all(run: drift.Run, name: str) -> list[Finding]:
    return [one for one in run[name].findings if one.segment is None]


def level(run: drift.Run, city: object) -> SegmentResult:
    return next(one for one in run.segments if one.segment == {"city": city})


def test_a_batch_as_training_is_fine_in_every_level() -> None:
    run = drift.check(table(2), reference())
    assert run.verdict == "ok"
    assert [one.segment["city"] for one in run.segments] == list(CITIES)
    assert {one.verdict for one in run.segments} == {"ok"}
    assert [one.live_rows for one in run.segments] == [table(2)["city"].eq(city).sum() for city in CITIES]
    assert sum(level(run, "Faro").counts.values()) == 4  # all columns but the segment itself


def test_a_fault_of_a_small_level_is_told_of_it_alone() -> None:
    """A fiftieth of the rows in milliseconds: named with its unit, for all rows of that city."""
    run = drift.check(only_in("Guarda", pl.col("trip_seconds") * 1000), reference())
    (finding,) = of_levels(run, "trip_seconds")
    assert finding.segment == {"city": "Guarda"}
    assert finding.verdict == run["trip_seconds"].verdict == run.verdict == "breach"
    assert finding.diagnosis is not None
    assert finding.diagnosis.fault == "unit_change"
    assert finding.diagnosis.share == 1.0
    assert finding.diagnosis.parameters["factor"] == 1000.0
    assert finding.why.startswith("Where `city` is `Guarda`, all rows of `trip_seconds` look multiplied")
    assert finding.measurement is not None
    assert finding.measurement.measurement.statistic == finding.statistic
    assert level(run, "Guarda").verdict == "breach"
    assert {level(run, city).verdict for city in CITIES[:-1]} == {"ok"}
    assert all("only where `city` is `Guarda`; in 5 other" in one.why for one in of_all(run, "trip_seconds"))


def test_a_change_too_small_for_the_whole_is_seen_in_its_level() -> None:
    """Half a standard deviation in a fiftieth of the rows moves the whole by less than its floor."""
    moved = only_in("Guarda", pl.col("trip_seconds") + 250)
    without = drift.check(moved, drift.fit(table(1), config={"key": ["id"]}))
    assert without["trip_seconds"].verdict == "ok"
    run = drift.check(moved, reference())
    assert [one.segment for one in of_levels(run, "trip_seconds")] == [{"city": "Guarda"}]
    assert run["trip_seconds"].verdict == "breach"
    assert run.exit_code == 1


@pytest.mark.parametrize(("name", "value"), [("trip_seconds", pl.lit(77.25)), ("plan", pl.lit("trial"))])
def test_what_is_frozen_in_a_level_is_told_of_the_whole_as_only_there(name: str, value: pl.Expr) -> None:
    """Of the whole it is a sentinel, or a new level; it is the same value."""
    run = drift.check(only_in("Faro", value, name), reference())
    (finding,) = of_levels(run, name)
    assert finding.diagnosis is not None
    assert finding.diagnosis.fault == "frozen"
    (whole,) = of_all(run, name)
    assert whole.diagnosis is not None
    assert whole.diagnosis.fault in {"sentinel", "new_category"}
    assert whole.why.endswith(
        "Beyond chance only where `city` is `Faro`; in 5 other levels chance may explain it."
    )


def test_a_fault_of_all_levels_is_told_once() -> None:
    """Not once more in each city."""
    run = drift.check(table(2).with_columns(pl.col("trip_seconds") * 1000), reference())
    assert len(run["trip_seconds"].findings) == 1
    assert run["trip_seconds"].findings[0].segment is None
    assert "only where" not in run["trip_seconds"].findings[0].why
    assert {one.verdict for one in run.segments} == {"breach"}


def test_faults_of_many_levels_that_the_whole_does_not_show_are_few_findings() -> None:
    """Of seven levels up and seven down five have findings of their own, and the others are named."""
    random = np.random.default_rng(5)
    train = pl.DataFrame(
        {"city": [f"c{i % 14:02d}" for i in range(14_000)], "x": random.normal(0, 1, 14_000)}
    )
    sign = pl.when(pl.col("city").str.slice(1).cast(pl.Int64) % 2 == 0).then(1.0).otherwise(-1.0)
    live = pl.DataFrame({"city": train["city"], "x": random.normal(0, 1, 14_000)})
    live = live.with_columns(pl.col("x") + sign * 0.6)
    run = drift.check(live, drift.fit(train, config={"segments": ["city"]}))
    found = of_levels(run, "x")
    assert {json.dumps(one.segment) for one in found} <= {f'{{"city": "c{i:02d}"}}' for i in range(14)}
    assert len({json.dumps(one.segment) for one in found}) == 5 or not found
    if found:
        assert any("So do other levels of `city` differ" in one.why for one in found)


def test_a_level_that_came_or_went_is_told_of_the_column_alone() -> None:
    """No other column is blamed for it."""
    gone = table(2).filter(pl.col("city") != "Braga")
    run = drift.check(gone, reference())
    assert run["city"].verdict == "breach"
    assert not of_levels(run, "trip_seconds")
    assert level(run, "Braga").verdict == "undecided"
    assert level(run, "Braga").reason == "the batch has no row of it"
    come = table(2).with_columns(
        city=pl.when(pl.col("city") == "Faro").then(pl.lit("Sesame")).otherwise("city")
    )
    run = drift.check(come, reference())
    assert run["city"].verdict == "breach"
    assert not any(of_levels(run, name) for name in ("trip_seconds", "plan", "member"))


def test_null_is_a_level_and_small_levels_are_judged_as_one() -> None:
    """Levels of fewer than a hundred rows of training are one, and faults of them are told as that."""
    random = np.random.default_rng(3)
    city = pl.Series([None if i % 5 == 0 else "Porto" if i % 5 < 4 else f"v{i % 97}" for i in range(4_000)])
    train = pl.DataFrame({"city": city, "x": random.normal(50, 5, 4_000), "n": [1] * 4_000})
    trained = drift.fit(train, config={"segments": ["city"]})
    assert [one.value for one in trained.profile.segments["city"].levels.values()] == [None, "Porto"]
    live = train.with_columns(x=pl.Series(random.normal(50, 5, 4_000)))
    broken = live.with_columns(
        x=pl.when(pl.col("city").is_null()).then(pl.col("x") + 40).otherwise("x"),
        n=pl.when(pl.col("city").str.starts_with("v")).then(None).otherwise("n"),
    )
    run = drift.check(broken, trained)
    assert [one.segment for one in of_levels(run, "x")] == [{"city": None}]
    assert of_levels(run, "x")[0].why.startswith("Where `city` is `null`, ")
    assert [one.segment for one in of_levels(run, "n")] == [{"city": "(all others)"}]
    assert of_levels(run, "n")[0].why.startswith("In all other levels of `city` together, ")


@pytest.mark.parametrize(
    ("segment", "value"),
    [
        (pl.col("id").str.slice(-1).cast(pl.Int8), 3),
        (pl.col("id").str.slice(-1).cast(pl.Int8).cast(pl.Float64), 3),
        (pl.col("id").str.slice(-1) == "3", True),
        (pl.col("id").str.slice(-1).cast(pl.Categorical), "3"),
    ],
)
def test_levels_may_be_codes_booleans_or_categories(segment: pl.Expr, value: object) -> None:
    config = {"segments": ["s"], "columns": {"id": {"check": False}}}
    trained = drift.fit(table(1).with_columns(s=segment), config=config)
    live = table(2).with_columns(s=segment)
    live = live.with_columns(
        plan=pl.when(pl.col("id").str.ends_with("3")).then(pl.lit("firm")).otherwise("plan")
    )
    run = drift.check(live, trained)
    assert {"s": value} in [one.segment for one in of_levels(run, "plan")]


def test_several_segment_columns_are_each_taken_alone() -> None:
    trained = drift.fit(table(1), config={"segments": ["city", "plan"]})
    live = only_in("Faro", pl.lit(None), "member")
    run = drift.check(live, trained)
    assert {"city": "Faro"} in [one.segment for one in of_levels(run, "member")]
    assert {name for one in run.segments for name in one.segment} == {"city", "plan"}
    assert len(run.segments) == 9


def test_few_rows_of_a_level_are_undecided_and_say_how_many_it_would_take() -> None:
    few = pl.concat(
        [table(2).filter(pl.col("city") != "Guarda"), table(2).filter(pl.col("city") == "Guarda").head(2)]
    )
    run = drift.check(few, reference())
    found = level(run, "Guarda")
    assert found.live_rows == 2
    assert found.counts["undecided"] == 3  # an identifier is known by its form from two rows on
    assert found.reason is not None
    assert found.reason.startswith("too few rows to tell: it would take about ")
    told = " ".join(run.to_text().split())
    assert "Segments of `city`: 6 ok (`Guarda`: 3 of 4 columns undecided, too few rows to tell" in told


def test_without_the_segment_column_segments_are_skipped_by_name() -> None:
    run = drift.check(table(2).drop("city"), reference())
    (one,) = run.segments
    assert (one.segment, one.verdict, one.reason) == (
        {"city": None},
        "skipped",
        "the batch has no column `city`",
    )
    assert run["city"].verdict == "breach"
    assert "Segments of `city` were not checked: the batch has no column `city`." in run.to_text()


def test_an_empty_batch_has_no_level_to_judge() -> None:
    run = drift.check(table(2).head(0), reference())
    assert run.verdict == "undecided"
    assert [one.verdict for one in run.segments] == ["skipped"]


def test_the_target_is_told_and_never_a_breach() -> None:
    run = drift.check(
        only_in("Faro", pl.lit(value=True), "member"), reference(), config=CONFIG | {"target": "member"}
    )
    assert of_levels(run, "member")
    assert {one.verdict for one in run["member"].findings} == {"warning"}


def test_profiles_give_what_rows_give(tmp_path: Path) -> None:
    """Of training in parts, and of the batch read by the reference's types."""
    halves = [drift.profile(table(1)[::2], config=CONFIG), drift.profile(table(1)[1::2], config=CONFIG)]
    trained = drift.fit(halves)
    assert trained.digest == reference().digest
    path = tmp_path / "r.drift"
    trained.save(path)
    again = drift.Reference.load(path)
    assert again.profile.segments["city"].levels.keys() == reference().profile.segments["city"].levels.keys()
    live = only_in("Guarda", pl.col("trip_seconds") * 1000)
    of_rows = drift.check(live, reference(), evidence=0)
    for parts in ([live], [live[:5_000], live[5_000:]]):
        profiled = [drift.profile(part, reference=again) for part in parts]
        run = drift.check(profiled, again, evidence=0)
        assert run.to_dict()["segments"] == of_rows.to_dict()["segments"]
        assert [one.why for one in run["trip_seconds"].findings] == [
            one.why for one in of_rows["trip_seconds"].findings
        ]


def test_a_profile_of_too_many_levels_is_refused_where_it_could_not_tell() -> None:
    """Without the reference it kept those of the smallest hashes, and not all that the reference names."""
    cities = pl.Series([f"c{i % 600}" for i in range(ROWS)])
    wide = pl.concat([table(1), table(1).with_columns(city=cities)])
    config = {"segments": ["city"]}
    live = drift.profile(wide, config=config)
    with pytest.raises(ProfilesIncompatibleError, match="profile the batch with `-r REFERENCE`"):
        drift.check(live, drift.fit(table(1), config=config))


def test_a_profile_without_segments_is_refused() -> None:
    with pytest.raises(ProfilesIncompatibleError, match="not taken apart by the config's `segments`"):
        drift.check(drift.profile(table(2), config={"key": ["id"]}), reference())


def test_a_saved_run_and_its_json_keep_segments(tmp_path: Path) -> None:
    run = drift.check(only_in("Guarda", pl.col("trip_seconds") * 1000), reference())
    run.save(tmp_path / "run.drift")
    again = drift.Run.load(tmp_path / "run.drift")
    assert again.segments == run.segments
    assert again.to_dict() == run.to_dict()
    assert again.to_text() == run.to_text()
    document = json.loads(json.dumps(run.to_dict()))
    assert document["segments"][0]["segment"] == {"city": "Porto"}
    finding = next(one for one in document["columns"][2]["findings"] if one["segment"])
    assert finding["segment"] == {"city": "Guarda"}
    assert finding["measurement"]["statistic"] == finding["statistic"]


def test_evidence_is_of_the_level_alone() -> None:
    """Each row shows key, segment and column."""
    run = drift.check(only_in("Guarda", pl.col("trip_seconds") * 1000), reference())
    (finding,) = of_levels(run, "trip_seconds")
    assert finding.evidence is not None
    assert finding.evidence.rows
    assert all(row["city"] == "Guarda" for row in finding.evidence.rows)
    assert list(finding.evidence.rows[0]) == ["id", "city", "trip_seconds"]


def test_a_sensitive_segment_is_told_by_its_mask_alone() -> None:
    config = CONFIG | {"columns": {"city": {"sensitive": True}}}
    run = drift.check(only_in("Guarda", pl.col("trip_seconds") * 1000), drift.fit(table(1), config=config))
    (finding,) = of_levels(run, "trip_seconds")
    assert "Guarda" not in json.dumps(run.to_dict())
    assert finding.evidence is not None
    assert all("city" not in row for row in finding.evidence.rows)


def test_hostile_levels_are_escaped_everywhere() -> None:
    """A level is a value of the data, and may hold anything."""
    hostile = '<script>alert("x")</script>`\x1b[31m\u202e'
    name = pl.when(pl.col("city") == "Guarda").then(pl.lit(hostile)).otherwise("city")
    trained = drift.fit(table(1).with_columns(city=name), config=CONFIG)
    run = drift.check(only_in("Guarda", pl.col("trip_seconds") * 1000).with_columns(city=name), trained)
    assert of_levels(run, "trip_seconds")[0].segment == {"city": hostile}
    assert "<script>alert" not in run.to_html()
    assert "\x1b" not in run.to_text()


@pytest.mark.parametrize(
    ("config", "error", "words"),
    [
        ({"segments": ["citty"]}, ColumnNotFoundError, "did you mean `city`"),
        ({"segments": ["city"], "ignore": ["city"]}, ConfigError, "`city` cannot be a segment"),
        ({"segments": ["when"]}, ConfigError, "name a column of levels"),
        ({"segments": ["city"], "weight": "trip_seconds"}, ConfigError, "segments cannot be weighted"),
    ],
)
def test_what_cannot_be_a_segment_is_refused(
    config: dict[str, object], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        drift.fit(table(1).with_columns(when=pl.lit("2026-11-22").str.to_date()), config=config)


def test_a_check_cannot_change_the_segments() -> None:
    with pytest.raises(ConfigError, match="segments"):
        drift.check(table(2), reference(), config={"key": ["id"]})


@pytest.mark.slow
@pytest.mark.parametrize("levels", [2, 40])
def test_false_alarms_stay_within_the_budget(levels: int) -> None:
    """At `high` one batch in a hundred may alarm: of 60 dealt from one table no more than 4 (p < 0.0005)."""
    random = np.random.default_rng(levels)
    rows = 6_000
    config = {"segments": ["s"], "sensitivity": "high", "sample": 0}
    alarms = 0
    for _ in range(12):
        deal = pl.DataFrame(
            {
                "s": random.integers(0, levels, 2 * rows),
                "x": random.lognormal(0, 2, 2 * rows),
                "n": random.poisson(1, 2 * rows),
                "c": random.choice(list("abcdefgh"), 2 * rows),
            }
        )
        trained = drift.fit(deal[:rows], config=config)
        for start in range(5):
            batch = deal[rows + start * rows // 5 : rows + (start + 1) * rows // 5]
            alarms += drift.check(batch, trained).verdict == "breach"
    assert alarms <= 4
