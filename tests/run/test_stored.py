"""Profiles stand where rows could: whatever is asked of them, they answer as the rows would."""

from __future__ import annotations

import os
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import polars as pl
import pytest

import drift
from drift.errors import (
    ConfigError,
    FileIncompatibleError,
    ProfilesIncompatibleError,
    UsageError,
)
from drift.profile.store import content_digest
from drift.run.stored import add_up
from runs import CHANGES, WHEN, reference, run_of, training, without_moments

if TYPE_CHECKING:
    from collections.abc import Iterator

SHARDS: Final = 3


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the training data whole and in shards, each of other days than the next."""
    frame = training().sort("started_at")
    frame.write_parquet(tmp_path / "whole.parquet")
    for shard in range(SHARDS):
        frame[shard::SHARDS].write_parquet(tmp_path / f"part-{shard}.parquet")
    return tmp_path


def shards(folder: Path, **options: Any) -> list[drift.Profile]:  # noqa: ANN401 - those of `profile`
    return [drift.profile(folder / f"part-{shard}.parquet", **options) for shard in range(SHARDS)]


def asked(run: drift.Run) -> dict[str, Any]:
    """Return what a run says of the batch, not when it was, nor where it and its evidence are from.

    Values that cannot be read are in no profile.
    """
    document = without_moments(run.to_dict())
    for column in document["columns"]:
        for finding in column["findings"]:
            finding["evidence_note"] = None
            if finding["check"] == "schema":
                finding["evidence"] = None
    return document | {"live": {**document["live"], "sources": None}}


@pytest.mark.parametrize("time", [None, "started_at"])
def test_a_reference_of_profiles_is_that_of_the_rows(time: str | None, folder: Path) -> None:
    from_rows = drift.fit(folder / "whole.parquet", time=time)
    for stored in (shards(folder, time=time), drift.merge(shards(folder, time=time))):
        learned = drift.fit(stored)
        assert learned.digest == from_rows.digest
        assert learned.tolerances == from_rows.tolerances
        assert learned.kinds == from_rows.kinds
        assert learned.contract == from_rows.contract


@pytest.mark.parametrize("change", CHANGES)
def test_a_check_of_profiles_is_that_of_the_rows(change: str) -> None:
    rows = CHANGES[change](training())
    one, two = (drift.profile(part, reference=reference()) for part in (rows[::2], rows[1::2]))
    run = drift.check([one, two], reference(), started_at=WHEN, batch="today")
    assert asked(run) == asked(run_of(change))


def test_the_evidence_of_a_profile_says_that_it_is_from_the_sample() -> None:
    live = drift.profile(CHANGES["a unit"](training()), reference=reference())
    (finding,) = drift.check(live, reference())["seconds"].findings
    assert finding.evidence is not None
    assert finding.evidence.rows
    assert finding.evidence.note == "from the sample: the batch was given as a profile"


def test_a_profile_says_that_it_has_no_value_that_cannot_be_read() -> None:
    live = drift.profile(CHANGES["words for numbers"](training()), reference=reference())
    notes = [
        one.evidence.note
        for column in drift.check(live, reference()).columns
        for one in column.findings
        if one.evidence and one.diagnosis and one.diagnosis.fault == "type_change"
    ]
    assert notes == ["what cannot be read is kept nowhere, and these rows cannot be read a second time"]


@pytest.mark.parametrize(
    "change", ["all ok", "a unit", "a new column", "a lost column", "no rows", "only nulls"]
)
def test_a_profile_by_its_own_types_does_for_a_batch_that_has_the_types_of_training(change: str) -> None:
    live = drift.profile(CHANGES[change](training()))
    assert asked(drift.check(live, reference(), started_at=WHEN, batch="today")) == asked(run_of(change))


def test_pieces_of_a_batch_change_nothing() -> None:
    learned = drift.fit(training(), time="started_at", config={"key": ["order_id"]})
    live = CHANGES["a unit"](training())
    from_rows = drift.check(live, learned, started_at=WHEN)
    for stored in (
        drift.profile(live, reference=learned),
        drift.profile(live, time="started_at", config={"key": ["order_id"]}),
    ):
        assert asked(drift.check(stored, learned, started_at=WHEN)) == asked(from_rows)


def test_columns_of_nulls_have_the_types_of_the_reference_then() -> None:
    live = drift.profile(CHANGES["null columns"](training()))
    run = drift.check(live, reference(), started_at=WHEN, batch="today")
    assert asked(run) == asked(run_of("null columns"))


def test_other_types_are_refused_where_no_reference_settled_them() -> None:
    live = drift.profile(CHANGES["numbers as text"](training()))
    with pytest.raises(
        ProfilesIncompatibleError, match=r"`seconds` was read as String, and .* has Float64"
    ) as raised:
        drift.check(live, reference())
    assert "-r REFERENCE" in str(raised.value)


def test_shards_of_which_one_has_text_for_numbers_add_up_by_a_reference_alone() -> None:
    frame = training().select("seconds", "city")
    text = frame.with_columns(pl.col("seconds").cast(pl.String))
    with pytest.raises(ProfilesIncompatibleError, match="`seconds` does not add up") as raised:
        drift.merge([drift.profile(frame), drift.profile(text)])
    assert "-r REFERENCE" in str(raised.value)
    learned = drift.fit(frame)
    run = drift.check([drift.profile(one, reference=learned) for one in (frame, text)], learned)
    diagnosis = run["seconds"].diagnosis
    assert diagnosis is not None
    assert (diagnosis.fault, diagnosis.share) == ("type_change", 0.5)


def test_a_column_that_some_shards_lack_is_null_there() -> None:
    frame = training().select("seconds", "city")
    both = drift.merge([drift.profile(frame), drift.profile(frame.drop("city"))])
    assert both.profile.columns["city"].nulls == frame.height


def test_the_same_file_twice_is_refused_by_its_name(folder: Path) -> None:
    one = drift.profile(folder / "part-0.parquet")
    both = drift.profile([folder / "part-0.parquet", folder / "part-1.parquet"])
    with pytest.raises(ProfilesIncompatibleError, match=r"part-0\.parquet: in two of the profiles"):
        drift.merge([one, both])


def test_profiles_of_other_references_configs_or_times_do_not_add_up() -> None:
    frame = training().select("seconds", "started_at")
    plain = drift.profile(frame)
    for other in (
        drift.profile(frame, reference=drift.fit(frame)),
        drift.profile(frame, config={"dataset": "trips"}),
        drift.profile(frame, time="started_at"),
        drift.profile(frame, config={"sample": 10}),
    ):
        with pytest.raises(ProfilesIncompatibleError):
            drift.merge([plain, other])
        with pytest.raises(ProfilesIncompatibleError):
            drift.merge([other, plain])


def test_a_fit_cannot_change_what_shaped_a_profile() -> None:
    stored = drift.profile(training(), time="started_at")
    with pytest.raises(ConfigError, match="other values of time"):
        drift.fit(stored, config={"dataset": "trips"})
    with pytest.raises(ConfigError, match="other values of sample"):
        drift.fit(stored, config={"time": "started_at", "sample": 10})
    learned = drift.fit(stored, config={"time": "started_at", "dataset": "trips"})
    assert learned.config.dataset == "trips"


def test_a_check_cannot_ignore_what_a_profile_did_not() -> None:
    learned = drift.fit(training(), config={"ignore": ["city"]})
    with pytest.raises(ProfilesIncompatibleError, match="other columns were ignored"):
        drift.check(drift.profile(training()), learned)
    assert drift.check(drift.profile(training(), reference=learned), learned).verdict == "ok"


def test_a_larger_sample_is_trimmed_to_that_of_the_check() -> None:
    learned = drift.fit(training(), config={"sample": 10})
    from_rows = drift.check(training(), learned)
    assert drift.check(drift.profile(training()), learned).live.digest == from_rows.live.digest


def test_neither_references_nor_runs_are_data(tmp_path: Path) -> None:
    reference().save(tmp_path / "reference.drift")
    run_of("all ok").save(tmp_path / "run.drift")
    for name in ("reference", "run"):
        for call in (drift.fit, lambda path: drift.check(path, reference())):
            with pytest.raises(FileIncompatibleError, match=f"a {name}, where data or profiles are wanted"):
                call(tmp_path / f"{name}.drift")


def test_profiles_and_rows_do_not_stand_side_by_side(folder: Path) -> None:
    stored = drift.profile(folder / "part-0.parquet")
    stored.save(folder / "part-0.drift")
    for mixed in ([folder / "part-0.drift", folder / "part-1.parquet"], [stored, training()]):
        with pytest.raises(UsageError, match="cannot stand side by side"):
            drift.fit(mixed)


def test_a_profile_is_not_profiled_and_rows_are_not_merged(folder: Path) -> None:
    with pytest.raises(UsageError, match="a profile already"):
        drift.profile(drift.profile(training()))
    with pytest.raises(UsageError, match="no profile"):
        drift.merge([folder / "whole.parquet"])
    with pytest.raises(UsageError, match="no profile"):
        drift.merge([])


def test_a_reference_has_settled_the_time() -> None:
    with pytest.raises(ConfigError, match="along no time column"):
        drift.profile(training(), reference=reference(), time="started_at")


@pytest.mark.slow
@pytest.mark.skipif("DRIFT_TABLES" not in os.environ, reason="DRIFT_TABLES names no folder of real tables")
def test_shards_of_real_tables_are_the_tables(tmp_path: Path) -> None:
    for number, table in enumerate(sorted(Path(os.environ["DRIFT_TABLES"]).glob("*.parquet"))):
        frame = pl.read_parquet(table).head(60_000)
        paths = [tmp_path / f"{number}-{shard}.parquet" for shard in range(SHARDS)]
        for shard, path in enumerate(paths):
            frame[shard::SHARDS].write_parquet(path)
        learned, merged = drift.fit(paths), drift.merge([drift.profile(path) for path in reversed(paths)])
        again = drift.fit(merged)
        assert (again.digest, again.tolerances) == (learned.digest, learned.tolerances), table.name
        live = frame.sample(2_000, seed=1)
        one, two = (drift.profile(part, reference=learned) for part in (live[:500], live[500:]))
        runs = [drift.check(rows, learned, started_at=WHEN) for rows in (live, [one, two])]
        assert asked(runs[0]) == asked(runs[1]), table.name


@pytest.mark.parametrize("count", [1, 2, 3, 6, 7, 8, 13])
def test_however_many_profiles_add_up_to_that_of_all_rows_and_few_are_held(count: int) -> None:
    """As many wait as the number has binary digits: sums, and one that waits for its neighbour."""
    frames = [
        pl.DataFrame({"x": [float(place * 10 + i) for i in range(place + 3)]}) for place in range(count)
    ]
    alive: list[weakref.ref[Any]] = []
    most = 0

    def made() -> Iterator[drift.Profile]:
        nonlocal most
        for frame in frames:
            table = drift.profile(frame)
            alive.append(weakref.ref(table.profile.columns["x"].cells.keys))
            yield table
            del table
            most = max(most, sum(one() is not None for one in alive))

    total = add_up(made())
    assert content_digest(total.profile) == content_digest(drift.profile(pl.concat(frames)).profile)
    assert most <= 2
