"""A finding says since which batch it is there: the first of those, one after the other, that all have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

import drift

if TYPE_CHECKING:
    from pathlib import Path

TRAIN = pl.DataFrame(
    {"wait_s": [float(60 + i * 37 % 997) for i in range(1_000)], "age": [i % 80 for i in range(1_000)]}
)
REFERENCE = drift.fit(TRAIN, config={"dataset": "trips", "history": "history.db"})
BATCHES = {
    "ok": TRAIN,
    "ms": TRAIN.with_columns(pl.col("wait_s") * 1000),
    "min": TRAIN.with_columns(pl.col("wait_s") / 60),
    "none": TRAIN.clear(),
    "lost": TRAIN.drop("age"),
}


@pytest.mark.parametrize(
    ("days", "since", "batches"),
    [
        (["ms"], 1, 1),
        (["ok", "ms"], 2, 1),
        (["ms", "ms", "ms"], 1, 3),
        (["ms", "ok", "ms", "ms"], 3, 2),
        (["ok", "ms", "none", "ms"], 2, 2),
        (["lost", "ok", "lost", "lost"], 3, 2),
    ],
)
def test_a_finding_is_there_since_the_first_batch_that_had_it(
    days: list[str], since: int, batches: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for day, change in enumerate(days, start=1):
        run = drift.check(BATCHES[change], REFERENCE, as_of=f"2026-11-{day:02}")
    finding = next(one for column in run.columns for one in column.findings)
    assert finding.since is not None
    assert (finding.since.batch, finding.since.batches) == (f"2026-11-{since:02}", batches)
    assert (f"since the batch `2026-11-{since:02}`" in finding.why) is (batches > 1)
    told = next(one for column in run.to_dict()["columns"] for one in column["findings"])
    assert told["since"]["batch"] == f"2026-11-{since:02}"
    run.save("run.drift")
    assert drift.Run.load("run.drift").to_json() == run.to_json()


def test_without_a_history_nothing_is_said_of_it() -> None:
    run = drift.check(BATCHES["ms"], REFERENCE, remember=False)
    assert run["wait_s"].findings[0].since is None
