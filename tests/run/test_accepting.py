"""From a finding to a decision in a file, and what later checks make of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

import drift
from drift.config import parse_accepted
from drift.errors import ColumnNotFoundError, UsageError
from drift.judge.waivers import BLIND

if TYPE_CHECKING:
    from pathlib import Path

TRAIN = pl.DataFrame(
    {
        "wait_s": [float(60 + i * 37 % 997) for i in range(2_000)],
        "age": [i * 7 % 80 for i in range(2_000)],
        "city": [("Porto", "Braga")[i % 2] for i in range(2_000)],
    }
)
REFERENCE = drift.fit(TRAIN, config={"rows": {"min": 1000}})


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder, in which everything runs."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(frame: pl.DataFrame, day: str = "2026-11-22") -> drift.Run:
    return drift.check(frame, REFERENCE, as_of=day)


def test_a_decision_that_was_written_is_read_by_the_next_check(folder: Path) -> None:
    broken = TRAIN.with_columns(pl.col("wait_s") * 1000)
    drift.accept(check(broken), column="wait_s", until="2026-12-31", reason="new meters", by="Ana")
    run = check(broken, "2026-12-31")
    assert (run.verdict, run.exit_code, run["wait_s"].verdict) == ("warning", 0, "warning")
    assert "Accepted by Ana until 2026-12-31" in run.to_text(width=1000)
    for form in (run.to_markdown(), run.to_junit(), run.to_github(), run.to_html()):
        assert "Accepted by Ana until 2026-12-31" in form
    run.save("run.drift")
    assert drift.Run.load("run.drift").to_json() == run.to_json()
    assert check(broken, "2027-01-01").verdict == "breach"
    assert check(TRAIN.with_columns(pl.col("wait_s") * 60)).verdict == "breach"
    assert drift.check(broken, REFERENCE, accepted=()).verdict == "breach"
    assert (folder / "accepted.yaml").read_text(encoding="utf-8").count("- dataset:") == 1


def test_what_grows_beyond_half_more_is_told_again() -> None:
    """A median that moves up: twice as far is beyond half more, down is another fault."""
    train = pl.DataFrame(
        {"wait_s": [60.0 + i * 37 % 997 + i * 91 % 499 + i * 17 % 331 for i in range(3_000)]}
    )
    reference = drift.fit(train)

    def moved(by: float) -> drift.Run:
        return drift.check(train + by, reference, as_of="2026-11-22")

    (one,) = drift.accept(moved(200), column="wait_s", until="2026-12-31", reason="a new city")
    assert one.up_to is not None
    assert 0.15 < one.up_to < 0.3
    assert moved(200).verdict == "warning"
    further = moved(400)["wait_s"]
    assert further.verdict == "breach"
    assert further.findings[0].lapsed is not None
    assert further.findings[0].lapsed.ended == "exceeded"
    assert moved(-200)["wait_s"].verdict == "breach"


FLAGS = pl.DataFrame({"id": range(2_000), "gift": [i % 7 == 0 for i in range(2_000)]})
AS_WORDS = FLAGS.with_columns(pl.col("gift").replace_strict({True: "Ja", False: "Nein"}))


def _strange(share: float, text: str = "vielleicht") -> pl.DataFrame:
    """Return flags as words, of which a share cannot be read."""
    few = pl.int_range(pl.len()) < share * pl.len()
    return AS_WORDS.with_columns(pl.when(few).then(pl.lit(text)).otherwise("gift").alias("gift"))


def test_another_type_is_accepted_up_to_what_could_not_be_read() -> None:
    """Of words for flags, 1 % may be new ones, as 0.5 % may be missing; a column that breaks is told."""
    reference = drift.fit(FLAGS)
    run = drift.check(_strange(0.02), reference)
    (decision,) = drift.accept(
        run, column="gift", check="schema", until="2099-01-01", reason="shop", by="Eva", file=None
    )
    assert (decision.statistic, decision.up_to) == ("unreadable_share", 0.03)
    told = {}
    for share in (0.0, 0.02, 0.03, 0.08):
        found = drift.check(_strange(share), reference, accepted=(decision,))["gift"].findings
        told[share] = next(one for one in found if one.check == "schema")
    assert [one.verdict for one in told.values()] == ["warning", "warning", "warning", "breach"]
    assert told[0.02].why.endswith(
        "Accepted by Eva until 2099-01-01, up to 0.03 of the values unreadable: shop."
    )
    assert told[0.08].why.endswith(
        "Eva accepted up to 0.03 of the values unreadable until 2099-01-01; 0.08 of them are."
    )
    assert told[0.08].lapsed is not None


def test_words_that_could_all_be_read_are_accepted_but_for_some() -> None:
    reference = drift.fit(FLAGS)
    run = drift.check(AS_WORDS, reference)
    (decision,) = drift.accept(run, column="gift", until="2099-01-01", reason="shop", by="Eva", file=None)
    assert (decision.statistic, decision.up_to) == ("unreadable_share", 0.005)
    verdicts = [
        drift.check(frame, reference, accepted=(decision,)).verdict
        for frame in (AS_WORDS, _strange(0.001), _strange(0.08), _strange(1.0, "#NAME?"))
    ]
    assert verdicts == ["warning", "warning", "breach", "breach"]


def test_where_nothing_can_be_read_a_decision_says_that_nothing_else_is_checked() -> None:
    reference = drift.fit(FLAGS)
    run = drift.check(_strange(1.0), reference)
    decisions = drift.accept(run, column="gift", until="2099-01-01", reason="shop", by="Eva", file=None)
    (finding,) = drift.check(_strange(1.0, "#NAME?"), reference, accepted=decisions)["gift"].findings
    assert (finding.verdict, finding.why.endswith(f"shop. {BLIND}")) == ("warning", True)


def test_what_was_found_of_the_batch_is_accepted_without_a_column() -> None:
    few = TRAIN.head(900)
    drift.accept(check(few), until="2026-12-31", reason="few trips at Christmas", by="Ana")
    assert check(few).verdict == "warning"
    assert check(TRAIN.head(800)).verdict == "warning", "fewer still, in the same direction"
    assert check(few.with_columns(pl.col("wait_s") * 1000)).verdict == "breach"


def test_columns_that_were_exchanged_are_accepted_by_both() -> None:
    numbers = pl.DataFrame(
        {"a": [float(i % 97) for i in range(2_000)], "b": [5e4 + i % 89 for i in range(2_000)]}
    )
    reference = drift.fit(numbers)
    swapped = numbers.select(a="b", b="a")
    run = drift.check(swapped, reference, as_of="2026-11-22")
    assert run.verdict == "breach"
    for name in ("a", "b"):
        drift.accept(run, column=name, until="2026-12-31", reason="the producer's new order")
    again = drift.check(swapped, reference, as_of="2026-11-22")
    assert again.verdict == "warning", again.to_text()


def test_a_lost_column_can_be_accepted() -> None:
    lost = TRAIN.drop("age")
    drift.accept(check(lost), column="age", until="2026-12-31", reason="no longer sent")
    assert check(lost).verdict == "warning"


def test_who_decides_is_the_user_if_nobody_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "bo")
    run = check(TRAIN.drop("age"))
    (one,) = drift.accept(run, column="age", until=date(2026, 12, 1), reason="x", file=None)
    assert (one.by, one.decided) == ("bo", date.today())  # noqa: DTZ011 - the days differ for a moment at most


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"column": "wait"}, "did you mean `wait_s`"),
        ({"column": "age"}, "no finding of `age`"),
        ({}, "no finding of the batch as a whole"),
        ({"column": "wait_s", "check": "range"}, "by the check `range`"),
        ({"column": "wait_s", "until": "2026-11-21"}, "over before it holds"),
        ({"column": "wait_s", "until": "next week"}, "must be a day"),
        ({"column": "wait_s", "reason": "  "}, "needs `reason`"),
    ],
)
def test_what_cannot_be_decided_is_refused(asked: dict[str, str], told: str, folder: Path) -> None:
    run = check(TRAIN.with_columns(pl.col("wait_s") * 1000))
    asked = {"until": "2026-12-31", "reason": "x", **asked}
    with pytest.raises((UsageError, ColumnNotFoundError)) as caught:
        drift.accept(run, **asked)  # type: ignore[arg-type]  # all of them are text
    assert told in str(caught.value)
    assert list(folder.iterdir()) == []


def test_the_config_names_the_file_or_none(folder: Path) -> None:
    broken = TRAIN.with_columns(pl.col("wait_s") * 1000)
    (folder / "ours").mkdir()
    file = folder / "ours" / "known.yaml"
    drift.accept(check(broken), column="wait_s", until="2026-12-31", reason="x", by="Ana", file=file)
    assert parse_accepted(file.read_text(encoding="utf-8"), "known").accepted[0].by == "Ana"
    for named, verdict in (("ours/known.yaml", "warning"), (None, "breach"), ("nosuch.yaml", "breach")):
        config = {"rows": {"min": 1000}, "accepted": named}
        assert drift.check(broken, REFERENCE, config=config, as_of="2026-11-22").verdict == verdict
