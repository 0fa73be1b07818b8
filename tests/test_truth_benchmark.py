"""The benchmark of truth counts rightly: its bound is scipy's, its intervals and promises a table's."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import numpy as np
import polars as pl
import pytest
from scipy import stats

import drift
from benchmarks.truth import checks, field
from benchmarks.truth.budget import Dealt, by_column, by_table, summed
from benchmarks.truth.combinations import PAIRS
from benchmarks.truth.confusion import as_svg, as_text, counted_pairs
from benchmarks.truth.counted import Counted
from benchmarks.truth.journal import Journal, mark_of
from benchmarks.truth.plan import COARSE, QUICK, USUAL, cases, planned
from benchmarks.truth.promises import KNOWN_SHORT, Promise, not_kept
from benchmarks.truth.tables import Table, made_table
from benchmarks.truth.ties import Affine, chance_distance, distance, is_far, plausible, rivals, visible
from benchmarks.truth.trials import ENOUGH, Case, Prepared, Trial, applies, prepare, run
from drift.compare.column import compare_column
from drift.faults import breaker

if TYPE_CHECKING:
    from pathlib import Path

    from drift.compare.statistic import Measurement

RNG = np.random.default_rng(5)
SAME = Affine(1.0, 0.0)
MONDAY = 20_458  # days since 1970
MILLISECONDS = Affine(1000.0, 0.0)


@pytest.mark.parametrize("how", [MILLISECONDS, Affine(1.8, 32.0), Affine(0.5, 0.0)])
def test_the_distance_of_two_maps_is_scipys(how: Affine) -> None:
    values = RNG.gamma(2, 3, 800)
    expected = stats.ks_2samp(values * how.factor + how.offset, values).statistic
    assert distance(values, how, SAME) == pytest.approx(expected, abs=1e-12)


def test_chance_gives_the_distance_once_in_a_hundred_batches_at_most() -> None:
    """Of 400 pairs of batches of one distribution, few are further apart than the bound."""
    far = [
        stats.ks_2samp(RNG.random(1000), RNG.random(400)).statistic > chance_distance(1000, 400)
        for _ in range(400)
    ]
    assert sum(far) <= stats.binom.ppf(0.999, 400, 0.01)


def test_a_wide_column_cannot_tell_1000_from_1024_and_a_narrow_one_can() -> None:
    binary = Affine(1024.0, 0.0)
    assert binary in rivals(RNG.lognormal(1, 3, 2000), MILLISECONDS, 60_000)
    assert binary not in rivals(RNG.normal(100, 1, 2000), MILLISECONDS, 60_000)
    assert MILLISECONDS not in rivals(RNG.lognormal(1, 3, 2000), MILLISECONDS, 60_000)


def test_few_converted_rows_tell_fewer_conversions_apart() -> None:
    values, binary = RNG.gamma(2, 3, 5000), Affine(1024.0, 0.0)
    assert binary in rivals(values, MILLISECONDS, 60_000, share=0.01)
    assert binary not in rivals(RNG.normal(100, 1, 5000), MILLISECONDS, 60_000, share=0.05)


def test_a_factor_shows_unless_values_are_zero() -> None:
    assert visible(RNG.normal(100, 1, 500), MILLISECONDS, 60_000)
    assert not visible(np.where(np.arange(500) < 495, 0.0, 1.0), MILLISECONDS, 60_000)


def test_a_share_stands_apart_from_two_point_two_deviations_of_the_logarithm() -> None:
    """The logarithm's deviation is 1, so the edge is at exp(2.2) = 9.03."""
    values = RNG.lognormal(0, 1, 100_000)
    assert is_far(values, 9.2)
    assert not is_far(values, 8.8)
    assert not is_far(np.where(RNG.random(1000) < 0.6, 0.0, 5.0), 1e6)


def test_a_name_says_which_units_a_column_may_come_in() -> None:
    assert plausible("x7") is None
    allowed = plausible("trip_seconds")
    assert allowed is not None
    assert MILLISECONDS in allowed
    assert Affine(1.609344, 0.0) not in allowed


@pytest.mark.parametrize(
    ("found", "of", "low", "high"),
    [(0, 10, 0.0, 0.3085), (10, 10, 0.6915, 1.0), (5, 10, 0.1871, 0.8129), (1, 20, 0.0013, 0.2487)],
)
def test_the_interval_is_clopper_and_pearsons(found: int, of: int, low: float, high: float) -> None:
    """By the tables of Geigy (1982)."""
    assert Counted(of=of, found=found).interval == pytest.approx((low, high), abs=5e-5)


def test_a_promise_is_broken_where_chance_does_not_explain_the_count() -> None:
    bad, few, good = (
        Promise(what="", count=Counted(of=of, found=found), bound=0.98)
        for found, of in ((50, 100), (9, 10), (100, 100))
    )
    assert not_kept([bad, few, good], strict=False) == [bad]
    assert not_kept([bad, few, good], strict=True) == [bad, few]
    assert not_kept([Promise(what="", count=Counted(of=0, found=0), bound=0.98)], strict=True) == []
    alarms = Promise(what="", count=Counted(of=100, found=10), bound=0.01, at_least=False)
    assert alarms.broken


def test_what_is_known_to_fall_short_is_told_and_counts_in_full_mode_alone() -> None:
    known = next(iter(KNOWN_SHORT))
    short = Promise(what=known, count=Counted(of=100, found=50), bound=0.98)
    assert short.state == "short"
    assert not_kept([short], strict=False) == []
    assert not_kept([short], strict=True) == [short]


def test_the_confusion_is_told_as_text_and_as_a_picture() -> None:
    counts = counted_pairs([("a<b", "a<b"), ("a<b", "a<b"), ("a<b", "(nothing)"), ("c", "a<b")])
    assert as_text(counts).splitlines()[0].split(maxsplit=2) == ["a<b", "3", "a<b 2, (nothing) 1"]
    texts = [node.text for node in ET.fromstring(as_svg(counts)).iter() if node.text]  # noqa: S314 - our own
    assert {"a<b", "c", "67", "33", "100"} <= set(texts)


@pytest.fixture(scope="module")
def prepared() -> Prepared:
    table = made_table(0, 12_000)
    few = ["normal", "narrow", "lognormal", "prices"]
    return prepare(replace(table, frame=table.frame.select(few)), 0)


def test_the_plan_is_the_same_every_time_and_reaches_every_table(prepared: Prepared) -> None:
    tables = {"made": prepared}
    first, again = (list(cases(tables, QUICK, "unit_change")) for _ in range(2))
    assert first == again
    assert {case.rows for case in first} == {*QUICK.columns, 100}
    assert all(breaker(name) for name in COARSE)
    assert all(breaker(name) for pair in PAIRS for name in (pair.first, pair.second))


def test_what_only_the_first_rows_allow_is_not_planned() -> None:
    """The first 5,000 rows are all of Mondays, the others of any day: moved by a day, all show it less."""
    days = pl.Series("day", [*[0] * ENOUGH, *(i % 7 for i in range(39 * ENOUGH))]).cast(pl.Int32) + MONDAY
    healthy = pl.DataFrame({"day": days.cast(pl.Date)})
    table = Table(name="made", frame=healthy, time=None)
    made = Prepared(table=table, reference=drift.fit(healthy), learned=healthy, healthy=healthy, timed=None)
    way = breaker("time_shift: +1 day")
    planned_for = [rows for rows in (500, ENOUGH, 40 * ENOUGH) if applies(made, way, "day", 1.0, rows)]
    assert planned_for == [500, ENOUGH]
    assert [way.applies_to(healthy.head(rows), "day") for rows in (ENOUGH, 40 * ENOUGH)] == [True, False]


def test_a_trial_holds_what_was_said_against_the_truth(prepared: Prepared) -> None:
    way = breaker("unit_change: × 1000")
    found = run(prepared, Case(table="made", column="narrow", breaker=way, share=1.0, rows=USUAL), whole=True)
    assert (found.detected, found.named, found.parameters) == (True, True, True)
    assert found.headline == "unit_change"
    assert (found.blamed, found.healthy) == ((), 3)


def test_a_trial_whose_fault_is_another_is_no_hit(prepared: Prepared) -> None:
    """A breaker that claims to have flipped signs, and multiplied by a thousand."""
    liar = replace(breaker("unit_change: × 1000"), fault="sign_flip")
    found = run(prepared, Case(table="made", column="narrow", breaker=liar, share=1.0, rows=USUAL))
    assert (found.detected, found.named) == (True, False)


def test_a_run_that_was_stopped_goes_on_where_it_was(prepared: Prepared, tmp_path: Path) -> None:
    """What the journal gives back is what was found, and nothing is tried twice."""
    path = tmp_path / "journal.jsonl"
    case = Case(table="made", column="narrow", breaker=breaker("unit_change: × 1000"), share=1.0, rows=USUAL)
    found = Journal(path, "a").remembered(Trial, case.key, lambda: [run(prepared, case)], case=case)
    with path.open("a", encoding="utf-8") as file:
        file.write('\n{"of": "a", "key": "half wri')
    again = Journal(path, "a").remembered(Trial, case.key, lambda: pytest.fail("tried twice"), case=case)
    assert again == found
    other = Journal(path, "a").remembered(Trial, "another", lambda: found, case=case)
    assert Journal(path, "a").remembered(Trial, "another", list, case=case) == other == found


def test_figures_of_other_code_are_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    Journal(path, "old").remembered(Counted, "key", lambda: [Counted(of=2, found=1)])
    assert Journal(path, "new").remembered(Counted, "key", list) == []
    assert Journal(path, "old").remembered(Counted, "key", list) == [Counted(of=2, found=1)]
    (tmp_path / "one.parquet").write_bytes(b"rows")
    assert len({mark_of(None), mark_of(tmp_path), mark_of(tmp_path / "nothing")}) == 2


def test_the_plan_is_remembered(prepared: Prepared, tmp_path: Path) -> None:
    tables, journal = {"made": prepared}, Journal(tmp_path / "journal.jsonl", "a")
    first = planned(tables, QUICK, "unit_change", journal)
    again = Journal(tmp_path / "journal.jsonl", "a")
    assert planned(tables, QUICK, "unit_change", again) == first == list(cases(tables, QUICK, "unit_change"))


def test_tables_of_the_budget_are_dealt_in_turn_and_parts_add_up() -> None:
    """Hand-counted: of seven deals three tables of two columns, of which the first and the third alarm."""
    key = (2, "medium")
    calm = Dealt(column="a", certain=frozenset(), alarms=frozenset(), breaches=frozenset())
    loud = Dealt(column="b", certain=frozenset({"ks"}), alarms=frozenset({key}), breaches=frozenset())
    dealt = [calm, loud, calm, calm, loud, loud, loud]
    figures = summed([*by_table(dealt, 2), *by_table(dealt, 2)])
    assert figures["alarm", "2 columns, medium"] == Counted(of=6, found=4)
    assert figures["alarm", "2 columns, low"] == Counted(of=6, found=0)
    assert figures["breach", "2 columns, medium"] == Counted(of=6, found=0)
    columns = summed(by_column(dealt))
    assert columns["column", "a"] == Counted(of=3, found=0)
    assert columns["column", "b"] == columns["check", "b: ks"] == Counted(of=4, found=4)


def test_a_check_that_passes_too_often_is_told_and_one_that_does_by_chance_is_not() -> None:
    """Of 900 that pass in 5 % of cases, one has 9.5 % of 200 by chance; 30 % is no chance."""
    held = {(1_000, 20, f"column {place}", "ks"): Counted(of=200, found=10) for place in range(898)}
    lucky, broken = (1_000, 20, "prices", "ks"), (1_000, 20, "prices", "atom_share")
    figures = held | {lucky: Counted(of=200, found=19), broken: Counted(of=200, found=60)}
    assert checks.too_often(figures) == [broken]


def test_each_check_is_counted_alone_and_a_margin_too_small_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    figures = checks.counted((1_000, 50), deals=25)
    assert {"ks", "atom_share", "null_share", "total_variation", "lost_share"} <= {key[3] for key in figures}
    assert not checks.too_often(figures)

    def narrow(*of: Any) -> list[Measurement]:  # noqa: ANN401 - whatever the other takes
        return [replace(one, margin=one.margin / 3) for one in compare_column(*of)]

    monkeypatch.setattr(checks, "compare_column", narrow)
    assert "ks" in {key[3] for key in checks.too_often(checks.counted((1_000, 50), deals=25))}


def test_tables_of_a_folder_are_dealt_and_broken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = made_table(3, rows=1_200).frame.select(pl.selectors.numeric() | pl.selectors.string())
    (tmp_path / "below").mkdir()
    made.with_row_index("rownames").write_csv(tmp_path / "below" / "made.csv")
    made.head(100).write_parquet(tmp_path / "small.parquet")
    (tmp_path / "none.csv").write_bytes(b"\xff\xfe")
    table = field.table_of(tmp_path / "below" / "made.csv", tmp_path)
    assert table is not None
    assert (table.name, table.frame.columns) == ("below/made.csv", made.columns)
    assert [one.verdict for one in field.unchanged(table)] == ["ok"] * 2
    tried = list(field.broken(table, 12))
    assert len(tried) == 12
    assert max(Counter(one.case.breaker.fault for one in tried).values()) == 2
    assert [one.case for one in field.broken(table, 12)] == [one.case for one in tried]
    monkeypatch.setattr("sys.argv", ["field", "--tables", str(tmp_path), "--trials", "2"])
    assert field.main() == 0
    told = capsys.readouterr().out
    assert "1 tables; 2 files left out" in told
    assert "kept      unchanged batches in breach" in told
