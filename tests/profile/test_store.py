"""Profiles as rows and back, with nothing lost; and the document of the format says what is so."""

from __future__ import annotations

import doctest
import io
import json
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.errors import FileIncompatibleError
from drift.judge.reference_file import TEACHING
from drift.profile.archive import archive_bytes
from drift.profile.column_store import end_of_json, end_to_json
from drift.profile.keys import floats_of, text_key
from drift.profile.store import content_digest, profile_of_rows, profile_rows
from drift.profile.table import GRID_VERSION, Plan, profile_batch

if TYPE_CHECKING:
    from drift.profile.table import Profile

DOCUMENT: Final = Path(__file__).parents[2] / "docs" / "profile.md"
PLAN: Final = Plan(sample=5, pieces="calendar", time="when")
FRAME: Final = pl.DataFrame(
    {
        "n": [1, None, 2**60, -5],
        "x": [0.5, float("nan"), float("inf"), 0.0],
        "city": ["Porto", "Faro", "Porto", None],
        "when": pl.Series([0, 1, None, 10**12], dtype=pl.Int64).cast(pl.Datetime("us")),
        "flag": [True, None, False, True],
        "tags": [[1], [], None, [2, 3]],
        "nothing": [None, None, None, None],
    }
)


def profile(frame: pl.DataFrame = FRAME) -> Profile:
    return profile_batch(frame, PLAN)


def keys_of(table: pl.DataFrame, column: int, part: str) -> list[int]:
    """Return a part's keys as another reader would: the running sum of the gaps, modulo 2^64."""
    gaps = table.filter(pl.col("column") == column, pl.col("part") == part)["gap"].to_list()
    return [sum(gaps[: place + 1]) % 2**64 for place in range(len(gaps))]


def test_a_profile_comes_back_as_it_was() -> None:
    before = replace(profile(), shards=frozenset({"b", "a"}))
    after = profile_of_rows(*profile_rows(before, side="x"), side="x")
    assert (after.plan, after.rows, after.shards) == (before.plan, before.rows, before.shards)
    assert list(after.columns) == list(before.columns)
    for name, column in before.columns.items():
        found = after.columns[name]
        for field in ("name", "family", "dtypes", "rows", "nulls"):
            assert getattr(found, field) == getattr(column, field)
        assert (found.cells.limit, found.cells.level) == (column.cells.limit, column.cells.level)
        assert found.cells.keys.tolist() == column.cells.keys.tolist()
    assert (after.columns["n"].number.lowest, after.columns["n"].number.highest) == (-5, 2**60)
    assert after.columns["x"].number.nans == after.columns["x"].number.positive_infinities == 1
    assert after.columns["city"].text.names == before.columns["city"].text.names
    assert after.columns["when"].time.hours.tolist() == before.columns["when"].time.hours.tolist()
    assert after.sample.rows.equals(before.sample.rows)
    assert after.sample.counts.tolist() == [1, 1, 1, 1]


def test_keys_are_the_running_sum_of_gaps() -> None:
    """For a reader who has no drift: numbers by the bits of the float, texts by xxHash64."""
    before = profile()
    manifest, table = profile_rows(before, side="x")
    places = {column["name"]: place for place, column in enumerate(manifest["columns"])}
    numbers = np.array(keys_of(table, places["x"], "cells"), np.uint64)
    assert floats_of(numbers).tolist() == [0.0, 0.5]
    assert keys_of(table, places["city"], "names") == sorted(map(text_key, ["Porto", "Faro"]))
    of_piece = before.columns["n"].pieces
    assert of_piece is not None
    assert keys_of(table, places["n"], "pieces") == of_piece.keys.tolist()


def test_two_profiles_stand_in_one_table() -> None:
    one, other = profile(), profile(FRAME.head(1))
    manifests, tables = zip(
        *(profile_rows(each, side=side) for each, side in ((one, "a"), (other, "b"))), strict=True
    )
    table = pl.concat(tables)
    for before, manifest, side in ((one, manifests[0], "a"), (other, manifests[1], "b")):
        assert content_digest(profile_of_rows(manifest, table, side=side)) == content_digest(before)


def test_a_large_sample_is_stored_once() -> None:
    """The table is as large as its parts, and the sample is one value of one row."""
    frame = pl.DataFrame({"text": [f"{number:0900d}" for number in range(5_000)]})
    _, table = profile_rows(profile_batch(frame, Plan(sample=5_000)), side="x")
    blobs = table["blob"].drop_nulls()
    assert len(blobs) == 1
    assert table.estimated_size() < len(blobs[0]) + 5_000_000
    assert table.filter(pl.col("part") == "sample").height == 5_000
    assert pl.read_parquet(io.BytesIO(blobs[0])).height == 5_000


def test_a_profile_on_another_grid_is_refused() -> None:
    manifest, table = profile_rows(profile(), side="x")
    with pytest.raises(FileIncompatibleError) as failure:
        profile_of_rows({**manifest, "grid_version": GRID_VERSION + 1}, table, side="x")
    assert str(failure.value).splitlines() == [
        "the profile was made on another grid",
        f"  seen:     grid version {GRID_VERSION + 1}; this drift has {GRID_VERSION}",
        "  mend it:  profile the data again with this version",
    ]


ends = (
    st.none()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.decimals(allow_nan=False, allow_infinity=False)
)


@given(end=ends)
def test_ends_are_kept_by_json_without_loss(end: float | Decimal | None) -> None:
    """As a reader without Python's integers gives them back: none of the numbers is beyond 2^53."""
    stored = end_to_json(end)
    assert not isinstance(stored, int) or abs(stored) <= 2**53
    found = end_of_json(json.loads(json.dumps(stored)))
    assert found == end
    assert isinstance(found, int) == isinstance(end, int) or isinstance(end, Decimal)


@pytest.mark.parametrize(
    "other",
    [
        FRAME.head(3),
        pl.concat([FRAME, FRAME.head(1)]),
        FRAME.with_columns(n=pl.Series([1, None, 2**60 + 1, -5])),
        FRAME.with_columns(n=pl.Series([1, 2, 2**60, -5])),
        FRAME.with_columns(x=pl.Series([0.5, float("nan"), -float("inf"), 0.0])),
        FRAME.with_columns(x=pl.Series([0.5, None, float("inf"), 0.0])),
        FRAME.with_columns(city=pl.Series(["Porto", "Faro", "porto", None])),
        FRAME.with_columns(flag=pl.Series([True, False, None, True])),  # same counts: the rows differ
        FRAME.with_columns(tags=pl.Series([[1], [], None, [2, 3, 4]])),
        FRAME.with_columns(pl.col("when").dt.offset_by("1us")),
        FRAME.rename({"x": "y"}),
        FRAME.drop("nothing"),
    ],
)  # fmt: skip
def test_another_content_has_another_digest(other: pl.DataFrame) -> None:
    assert content_digest(profile(other)) != content_digest(profile())


@pytest.mark.parametrize(
    "same",
    [
        FRAME.reverse(),
        FRAME.select(reversed(FRAME.columns)),
        FRAME.with_columns(pl.col("n").cast(pl.Float64), pl.col("city").cast(pl.Categorical)),
        FRAME.with_columns(pl.col("when").cast(pl.Datetime("ns"))),
    ],
)
def test_the_same_content_has_the_same_digest(same: pl.DataFrame) -> None:
    assert content_digest(profile(same)) == content_digest(profile())
    assert content_digest(replace(profile(same), shards=frozenset("a"))) == content_digest(profile())


def test_the_digest_of_another_plan_is_another() -> None:
    assert content_digest(profile_batch(FRAME, Plan())) != content_digest(
        profile_batch(FRAME, Plan(sample=1))
    )


def test_the_examples_of_the_document_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    test = doctest.DocTestParser().get_doctest(
        DOCUMENT.read_text(encoding="utf-8"), {}, "profile.md", None, 0
    )
    results = doctest.DocTestRunner().run(test)
    assert results.attempted > 9
    assert results.failed == 0


def rows_of_table(heading: str) -> list[str]:
    """Return the first cell of each row of the document's table with this heading, without back-quotes."""
    text = DOCUMENT.read_text(encoding="utf-8")
    lines = text[text.index(f"| {heading} |") :].split("\n\n")[0].splitlines()[2:]
    return [re.sub("`", "", line.split("|")[1]).strip() for line in lines]


def test_the_document_names_all_that_a_file_holds() -> None:
    many = pl.DataFrame(
        {
            "t": [f"{number}" for number in range(5_000)],
            "when": FRAME["when"][:1].extend_constant(None, 4_999),
        }
    )
    manifest, table = profile_rows(profile(pl.concat([FRAME, many], how="diagonal_relaxed")), side="x")
    assert rows_of_table("column | type") == table.columns
    assert set(rows_of_table("part | uses")) == {*table["part"], TEACHING}
    segments, _ = profile_rows(profile_batch(FRAME, Plan(segments=("n",), levels=9)), side="x")
    assert rows_of_table("key | holds") == [*manifest, *(segments.keys() - manifest.keys())]
    text = DOCUMENT.read_text(encoding="utf-8")
    for column in manifest["columns"]:
        for key in {**column, **(column["detail"] or {})}:
            assert f"`{key}`" in text
    (segment,) = segments["segments"]
    assert all(f"`{key}`" in text for key in {**segment, **segment["levels"][0], **segments["plan"]})


def test_a_file_says_what_it_is_at_its_beginning() -> None:
    manifest, table = profile_rows(profile(), side="x")
    data = archive_bytes("profile", manifest, table)
    assert b'{"kind":"profile","format_version":1,"file_digest":"sha256:' in data
    stored: dict[str, Any] = json.loads(pl.read_parquet_metadata(io.BytesIO(data))["drift"])
    assert stored["grid_version"] == GRID_VERSION


def test_random_pieces_of_an_earlier_version_are_left_out() -> None:
    """They were cut where there was no time column, and taught nothing."""
    frame = pl.DataFrame({"x": range(90), "t": range(90)}).with_columns(pl.col("t").cast(pl.Datetime("us")))
    manifest, table = profile_rows(profile_batch(frame, Plan(pieces="calendar", time="t")), side="live")
    manifest["plan"] |= {"pieces": "random", "time": None}
    read = profile_of_rows(manifest, table, side="live")
    assert content_digest(read) == content_digest(profile_batch(frame, Plan()))
