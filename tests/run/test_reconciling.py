"""What came in and what came out: the counts are those of a hand count, whatever the keys are."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import drift
from command_line import drift as command
from drift.errors import ColumnNotFoundError, DriftError, UsageError
from drift.log import FeatureLog

if TYPE_CHECKING:
    from pathlib import Path

KEYS = st.lists(st.one_of(st.none(), st.text(st.sampled_from("ab\x00é"), max_size=2)), max_size=30)
HOSTILE = "r\x1b[31m\n::error::x ##[add-mask]y"


def ids(values: list[Any], dtype: pl.DataType | None = None) -> pl.DataFrame:
    """Return a table of keys."""
    return pl.DataFrame({"id": pl.Series(values, dtype=dtype)})


@given(KEYS, KEYS)
def test_the_counts_are_those_of_a_counter(one: list[str | None], other: list[str | None]) -> None:
    text = pl.String()
    found = drift.reconcile(ids(one, text), ids(other, text), key="id", rows=100)
    came_in, came_out = (Counter(key for key in side if key is not None) for side in (one, other))
    assert {shown.key[0]: shown.came_in for shown in found.missing.shown} == {
        key: rows for key, rows in came_in.items() if key not in came_out
    }
    assert {shown.key[0]: shown.came_out for shown in found.extra.shown} == {
        key: rows for key, rows in came_out.items() if key not in came_in
    }
    assert {shown.key[0]: (shown.came_in, shown.came_out) for shown in found.uneven.shown} == {
        key: (rows, came_out[key]) for key, rows in came_in.items() if rows != came_out[key] > 0
    }
    for side, keys, counted in ((found.came_in, one, came_in), (found.came_out, other, came_out)):
        assert (side.rows, side.keys, side.without_key) == (len(keys), len(counted), keys.count(None))
        assert side.repeated_keys == sum(rows > 1 for rows in counted.values())
        assert side.repeated_rows == sum(counted.values()) - len(counted)
    assert (found.exit_code == 0) is (came_in == came_out and None not in [*one, *other])


def test_a_key_of_several_columns_is_their_combination() -> None:
    came_in = pl.DataFrame({"order": [1, 1, 2], "line": ["a", "b", "a"]})
    found = drift.reconcile(came_in, came_in.filter(order=1), key=["order", "line"])
    assert [one.key for one in found.missing.shown] == [("2", "a")]
    assert drift.reconcile(came_in, came_in.reverse(), key=("line", "order")).exit_code == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (pl.Series([7, -3], dtype=pl.Int8()), pl.Series(["7", "-3"])),
        (pl.Series([7.0, -3.0]), pl.Series([7, -3])),
        (pl.Series([0.1], dtype=pl.Float64()), pl.Series(["0.1"])),
        (pl.Series([2**63], dtype=pl.UInt64()), pl.Series([str(2**63)])),
        (pl.Series(["a", "b"], dtype=pl.Categorical()), pl.Series(["a", "b"])),
        (
            pl.Series([dt.datetime(2026, 1, 2, 3, tzinfo=dt.UTC)], dtype=pl.Datetime("ms", "UTC")),
            pl.Series([dt.datetime(2026, 1, 2, 4)], dtype=pl.Datetime("us")).dt.replace_time_zone(  # noqa: DTZ001
                "Europe/Paris"
            ),
        ),
    ],
)
def test_the_same_key_in_another_type_is_the_same(one: pl.Series, other: pl.Series) -> None:
    found = drift.reconcile(one.alias("id").to_frame(), other.alias("id").to_frame(), key="id")
    assert found.exit_code == 0
    assert found.came_in.keys == one.len()


def test_not_a_number_and_null_are_no_keys() -> None:
    found = drift.reconcile(ids([1.0, float("nan"), None]), ids([1.0]), key="id")
    assert (found.came_in.without_key, found.missing.keys, found.exit_code) == (2, 0, 1)


def test_distinct_keys_may_come_out_in_another_number_of_rows() -> None:
    one, other = ids(["a", "a", "b"]), ids(["a", "b", "b"])
    assert drift.reconcile(one, other, key="id").exit_code == 1
    found = drift.reconcile(one, other, key="id", distinct=True)
    assert (found.exit_code, found.uneven.keys) == (0, 2)


def test_shown_keys_are_the_first_as_text_sorts_them() -> None:
    one = ids([str(number) for number in range(100)])
    found = drift.reconcile(one.sample(fraction=1, shuffle=True, seed=1), one.head(0), key="id", rows=3)
    assert [shown.key for shown in found.missing.shown] == [("0",), ("1",), ("10",)]
    assert (found.missing.keys, found.missing.rows) == (100, 100)
    assert drift.reconcile(one, one.head(0), key="id", rows=0).missing.shown == ()


def test_what_makes_no_key_is_refused() -> None:
    with pytest.raises(ColumnNotFoundError, match="no column `idd`"):
        drift.reconcile(ids([1]), ids([1]), key="idd")
    with pytest.raises(UsageError, match="`id` is nested"):
        drift.reconcile(ids([[1]]), ids([1]), key="id")
    for key in ((), ("id", "id")):
        with pytest.raises(DriftError, match="a key is made of columns"):
            drift.reconcile(ids([1]), ids([1]), key=key)


def test_names_that_look_like_patterns_are_names() -> None:
    odd = pl.DataFrame({"^i.*$": [1, 2], "id": [3, 3], "*": [0, 0]})
    assert drift.reconcile(odd, odd, key="^i.*$").came_in.keys == 2
    assert drift.reconcile(odd, odd, key=("*", "id")).came_in.keys == 1


def test_a_log_tells_what_it_has_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from drift.log import pieces  # noqa: PLC0415

    requests = pl.DataFrame({"request_id": [f"r-{number}" for number in range(5)]})
    requests.write_csv(tmp_path / "requests.csv")
    log = FeatureLog(tmp_path / "features")
    for number in range(3):
        log.write(f"r-{number}", {"x": number})
    log.flush()
    monkeypatch.setattr(pieces, "write_whole", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
    log.write("r-3", {"x": 3})
    log.close()
    asked = ("reconcile", tmp_path / "requests.csv", tmp_path / "features", "--key", "request_id")
    told = command(*asked)
    assert told.code == 1
    lines = told.out.splitlines()
    assert lines[0] == ("NOT THE SAME  2 of 5 keys came in and never came out (by request_id)")
    assert "the log accepted and never wrote 1 rows:" in told.out
    assert lines[-2:] == ["  r-3  in 1, out 0", "  r-4  in 1, out 0"]
    document = command(*asked, "--format", "json").document
    assert document["out"]["log"] == {"accepted": 4, "written": 3, "lost": 1}
    assert document["missing"]["shown"][0] == {"key": {"request_id": "r-3"}, "in": 1, "out": 0}


def test_keys_are_told_and_not_obeyed(tmp_path: Path) -> None:
    pl.DataFrame({HOSTILE: [HOSTILE]}).write_parquet(tmp_path / "in.parquet")
    pl.DataFrame({HOSTILE: ["::x"]}).write_parquet(tmp_path / "out.parquet")
    asked = ("reconcile", tmp_path / "in.parquet", tmp_path / "out.parquet", "--key", HOSTILE)
    told = command(*asked)
    assert told.code == 1
    assert all(character.isprintable() or character == "\n" for character in told.out)
    assert "##[" not in told.out
    assert not any(line.lstrip().startswith("::") for line in told.out.splitlines())
    as_json = command(*asked, "--format", "json")
    assert as_json.document["missing"]["shown"][0]["key"] == {HOSTILE: HOSTILE}
    assert "##[" not in as_json.out
