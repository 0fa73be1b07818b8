"""The summary of a run has the keys of Airflow's own results of data quality, and counts as they do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import drift
from drift.integrations.airflow.summary import summary_of
from runs import CHANGES, run_of, training

if TYPE_CHECKING:
    from collections.abc import Mapping

# Those of `build_summary` in the results of Airflow's provider for data quality, in its order.
KEYS = ["run_uid", "ruleset", "table", "score", "passed", "warned", "failed", "errored", "failed_rules"]


def penalty_by_hand(summary: Mapping[str, float]) -> float:
    """Return the score as that provider has it: errors and failures count as one, a warning as a quarter."""
    rules = summary["passed"] + summary["warned"] + summary["failed"] + summary["errored"]
    return 1 - (summary["failed"] + summary["errored"] + summary["warned"] / 4) / rules


@pytest.mark.parametrize("change", CHANGES)
def test_counts_and_score_are_those_of_the_columns(change: str) -> None:
    run = run_of(change)
    summary = summary_of(run)
    assert list(summary)[: len(KEYS)] == KEYS
    assert json.loads(json.dumps(summary, allow_nan=False)) == summary
    of_batch = sum(finding.column is None for finding in run.findings)
    counted = [summary[name] for name in ("passed", "warned", "failed", "errored", "skipped")]
    assert sum(counted) == len(run.columns) + of_batch
    assert summary["score"] == pytest.approx(penalty_by_hand(summary), abs=1e-4)
    assert (summary["score"] == 1) is (summary["passed"] == sum(counted) - summary["skipped"])
    assert len(summary["failed_rules"]) == summary["failed"]


def test_what_could_not_be_judged_never_reads_as_passed() -> None:
    summary = summary_of(run_of("no rows"))
    assert (summary["verdict"], summary["passed"], summary["score"]) == ("undecided", 0, 0.0)
    assert "seconds" in summary["errored_rules"]
    assert summary["failed_rules"] == []


def test_a_fault_of_the_batch_is_a_rule_and_the_headline() -> None:
    reference = drift.fit(training(), config={"dataset": "trips", "rows": {"min": 700}})
    summary = summary_of(drift.check(training(), reference))
    assert summary["failed_rules"] == ["rows"]
    assert "600 rows" in summary["headline"]


def test_columns_whose_relation_broke_are_named() -> None:
    rows = training()
    many = rows.select("seconds").sample(5_000, with_replacement=True, seed=1)
    train = many.with_columns(fare=many["seconds"] * 3)
    live = many.with_columns(fare=many["seconds"].shuffle(seed=2) * 3)
    assert summary_of(drift.compare(train, live))["failed_rules"] == ["relations: seconds, fare"]


def test_a_run_without_anything_to_check_has_no_score() -> None:
    train = training().select("seconds", "city")
    options = drift.ReadOptions(columns=("city",))
    summary = summary_of(drift.check(train, drift.fit(train), options=options))
    assert (summary["skipped"], summary["passed"], summary["score"]) == (1, 1, 1.0)
