"""What a history tells of a run at once: of each column, also the number that its worst finding rests on."""

from __future__ import annotations

import json
from dataclasses import replace

import polars as pl
import pytest

from drift.record.history.past import Decisive, of_summary, past_of, to_summary
from drift.record.trends import trends_of
from drift.report.trends import render_trends
from made_runs import make_finding, make_record

BEFORE = pl.DataFrame({"wait_s": [float(i % 97) for i in range(1_000)]})
OF_NULLS = replace(make_finding("wait_s"), statistic="null_share")
OF_NOTHING = replace(make_finding("wait_s"), statistic=None)


def test_the_number_is_that_of_the_worst_finding_and_not_of_what_is_followed() -> None:
    """Of 1,000 numbers without a null, 200 are null now; their distribution hardly moved."""
    now = BEFORE.with_columns(pl.when(pl.int_range(1_000) >= 200).then("wait_s"))
    past = past_of(make_record(BEFORE, now, findings=(OF_NULLS,)))
    column = past.columns["wait_s"]
    assert column.statistic == "ks"
    assert column.decisive is not None
    assert column.decisive.statistic == "null_share"
    assert column.decisive.value == pytest.approx(0.2)
    assert of_summary(json.loads(json.dumps(to_summary(past)))) == past
    told = render_trends(trends_of((past,), "trips"))
    assert "null_share 0.2000" in told
    assert " ks " not in told


def test_a_fault_that_rests_on_no_number_has_none_beside_it() -> None:
    past = past_of(make_record(BEFORE, BEFORE, findings=(OF_NOTHING,)))
    assert past.columns["wait_s"].decisive is None
    trends = trends_of((past,), "trips")
    assert trends.columns[0].newest is None
    assert "ks" not in render_trends(trends)


def test_a_column_without_a_finding_has_the_number_that_it_is_followed_by() -> None:
    trends = trends_of((past_of(make_record(BEFORE, BEFORE)),), "trips")
    assert trends.columns[0].newest is not None
    assert trends.columns[0].newest[:2] == ("ks", 0.0)


def test_a_summary_of_an_earlier_history_is_read() -> None:
    past = past_of(make_record(BEFORE, BEFORE, findings=(make_finding("wait_s"),)))
    assert isinstance(past.columns["wait_s"].decisive, Decisive)
    stored = json.loads(json.dumps(to_summary(past)))
    del stored["columns"]["wait_s"]["decisive"]
    assert of_summary(stored).columns["wait_s"].decisive is None
