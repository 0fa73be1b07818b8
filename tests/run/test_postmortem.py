"""The draft of a post-mortem says what run and past runs know, and obeys no name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

import drift
from drift.config import parse_config
from drift.errors import ColumnNotFoundError, UsageError
from drift.run import draft_postmortem
from runs import ODD_NAMES, run_with_name

if TYPE_CHECKING:
    from pathlib import Path

TRAIN = pl.DataFrame(
    {"wait_s": [float(60 + i * 37 % 997) for i in range(1_000)], "age": [i % 80 for i in range(1_000)]}
)


def test_facts_timeline_and_a_config_that_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    reference = drift.fit(TRAIN, config={"dataset": "trips", "history": "history.db"})
    for day, factor in (("2026-11-20", 1), ("2026-11-21", 1000), ("2026-11-22", 1000)):
        run = drift.check(TRAIN.with_columns(pl.col("wait_s") * factor), reference, as_of=day)
    draft = draft_postmortem(run, column="wait_s", past="history.db")
    assert "- batches `2026-11-21` to `2026-11-22`, 2 of them: unit change, still there" in draft
    assert "- batch `2026-11-20`: the last one as in training before this fault" in draft
    assert "about 1,000 of 1,000 rows (100%)" in draft
    assert "mend the 2 batches that have it" in draft
    assert draft.count("Why …? Because …") == 5
    config = draft.partition("```yaml\n")[2].partition("```")[0]
    assert parse_config(config, "draft").column("wait_s").unit == "second"
    assert "the first one that had it, 2 so far" in draft_postmortem(run, column="wait_s")


@pytest.mark.parametrize("name", ODD_NAMES.values(), ids=ODD_NAMES)
def test_no_name_is_obeyed(name: str) -> None:
    run = run_with_name(name)
    draft = draft_postmortem(run, column=name)
    before = draft.partition("```yaml")[0]
    assert "<script>" not in before
    assert "<img" not in before
    assert "\x1b" not in draft
    if len(name) < 1_000:
        config = draft.partition("```yaml\n")[2].partition("\n```")[0]
        assert parse_config(config, "draft").column(name).importance == 1.0


def test_what_has_no_finding_is_refused() -> None:
    run = drift.check(TRAIN.with_columns(pl.col("wait_s") * 1000), drift.fit(TRAIN))
    with pytest.raises(ColumnNotFoundError, match="no column `wait`"):
        draft_postmortem(run, column="wait")
    with pytest.raises(UsageError, match="no finding of `age`"):
        draft_postmortem(run, column="age")


def test_a_level_has_its_own_rows() -> None:
    """A fault of all rows of one city is not of all rows of the batch; another city's name is only text."""
    cities = pl.Series("city", ["Porto", "<script>"] * 500)
    train = TRAIN.with_columns(cities)
    broken = train.with_columns(
        wait_s=pl.when(pl.col("city") == "<script>").then(pl.col("wait_s") * 1000).otherwise("wait_s")
    )
    run = drift.check(broken, drift.fit(train, config={"segments": ["city"]}))
    draft = draft_postmortem(run, column="wait_s")
    concerned = draft.partition("## What it concerned")[2].partition("## ")[0]
    assert "500 of 500 rows (100%)" in concerned
    assert "1,000 of 1,000 rows" not in concerned
    assert "<script>" not in draft
