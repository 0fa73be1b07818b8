"""A user's pandera schema says of a stream what it says of the whole table, or it is refused by name."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import pandera.polars as pa
import polars as pl
import pytest

from drift.errors import ConfigError
from drift.sources.schema_break import MAX_CASES
from drift.sources.user_schema import Watch, user_schema

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Trips(pa.DataFrameModel):
    """What a user may write."""

    trip_id: int = pa.Field(ge=0)
    seconds: float = pa.Field(in_range={"min_value": 0, "max_value": 100})
    city: str = pa.Field(isin=["Porto", "Braga"], nullable=True, raise_warning=True)
    count: int = pa.Field(coerce=True)
    wait: float = pa.Field(alias="^wait_.+$", regex=True, ge=0)

    class Config:
        """No other columns."""

        strict = True

    @pa.check("city", element_wise=True)
    def short(cls, city: str) -> bool:  # noqa: N805 - pandera makes it a class method
        """Refuse long names."""
        return len(city) < 6


ROWS: Final = pl.DataFrame(
    {
        "trip_id": [1, 2, 3, 4],
        "seconds": [5.0, -1.0, math.nan, None],
        "city": ["Porto", None, "Faro", "Lisboa"],
        "count": ["1", "2", "x", "4"],
        "wait_a": [1.0, 2.0, 3.0, 4.0],
        "wait_b": [1.0, -2.0, 3.0, 4.0],
    }
)
# By hand: which trips fail which check. A null passes all but `not_nullable`, and so does NaN not.
FAILING: Final = {
    ("seconds", "not_nullable"): {3, 4},
    ("seconds", "in_range(0, 100)"): {2, 3},
    ("city", "isin(['Porto', 'Braga'])"): {3, 4},
    ("city", "short"): {4},
    ("count", "coerce"): {3},
    ("wait_b", "greater_than_or_equal_to(0)"): {2},
}


def watched(*frames: pl.DataFrame, **more: object) -> Watch:
    watch = Watch(wanted=user_schema(Trips), key=("trip_id",), **more)  # type: ignore[arg-type]
    for frame in frames:
        watch.see(frame)
    return watch


def failing(watch: Watch) -> Mapping[tuple[str | None, str], set[object]]:
    return {(one.column, one.check): {row["trip_id"] for row in one.cases} for one in watch.breaks()}


def test_it_says_which_rows_fail_which_check() -> None:
    assert failing(watched(ROWS)) == FAILING


def test_batches_say_what_the_whole_table_says() -> None:
    whole = watched(ROWS, ROWS.clear()).breaks()
    parts = watched(*(ROWS[n : n + 1] for n in (3, 0, 2, 1)), ROWS.clear()).breaks()
    assert str(parts) == str(whole)  # a NaN is not equal to itself
    assert {(one.column, one.check): one.rows for one in whole} == {
        place: len(rows) for place, rows in FAILING.items()
    }


def test_a_check_that_only_warns_is_told_as_such() -> None:
    warns = {(one.column, one.check) for one in watched(ROWS).breaks() if one.warns}
    assert warns == {("city", "isin(['Porto', 'Braga'])")}


def test_what_is_wrong_with_the_table_is_told_once_and_all_of_it() -> None:
    other = ROWS.drop("count").with_columns(extra=1, more=2, trip_id=pl.col("trip_id").cast(pl.String))
    found = {(one.column, one.check) for one in watched(other, other, other.clear()).breaks() if not one.rows}
    assert found == {
        ("count", "column_in_dataframe"),
        ("extra", "column_in_schema"),
        ("more", "column_in_schema"),
        ("trip_id", "dtype('Int64')"),
    }


def test_evidence_is_bounded_and_of_hidden_columns_there_is_none() -> None:
    many = pl.concat([ROWS.with_columns(trip_id=pl.col("trip_id") + 10 * n) for n in range(30)])
    watch = watched(many)
    assert {len(one.cases) for one in watch.breaks() if one.rows > MAX_CASES} == {MAX_CASES}
    hidden = {one.column: one.cases for one in watched(many, hides=lambda name: name == "seconds").breaks()}
    assert hidden["seconds"] == ()
    assert set(hidden["wait_b"][0]) == {"trip_id", "wait_b"}


def test_the_environment_does_not_turn_it_off(monkeypatch: pytest.MonkeyPatch) -> None:
    from pandera.config import CONFIG  # noqa: PLC0415 - what the environment sets

    monkeypatch.setattr(CONFIG, "validation_enabled", False)
    assert failing(watched(ROWS)) == FAILING


WHOLE_TABLE: Final = {
    "unique": pa.DataFrameSchema({"a": pa.Column(int, unique=True)}),
    "unique a": pa.DataFrameSchema({"a": pa.Column(int)}, unique=["a"]),
    "share": pa.DataFrameSchema({"a": pa.Column(int, pa.Check(lambda data: True, name="share"))}),  # noqa: ARG005
    "unique_values_eq": pa.DataFrameSchema({"a": pa.Column(int, pa.Check.unique_values_eq([1]))}),
    "whole": pa.DataFrameSchema({}, checks=pa.Check(lambda data: True, name="whole")),  # noqa: ARG005
    "drop_invalid_rows": pa.DataFrameSchema({"a": pa.Column(int)}, drop_invalid_rows=True),
}


@pytest.mark.parametrize("named", WHOLE_TABLE)
def test_what_needs_the_whole_table_is_refused_by_name(named: str) -> None:
    with pytest.raises(ConfigError, match="cannot be told batch by batch") as caught:
        user_schema(WHOLE_TABLE[named])
    assert named in str(caught.value)


WRONG: Final = {
    "nowhere": ("names no schema", "my_package.schemas:Trips"),
    "nosuch.module:Trips": ("no module `nosuch`", "where the module is"),
    "json:Trips": ("`json` has no `Trips`", "dumps"),
    "json:dumps": ("a function, and no schema", "pandera.polars"),
    "broken_schemas:Trips": ("ValueError while it was loaded", "python -c 'import broken_schemas'"),
    "pandas_schemas:Trips": ("is for pandas", "pandera.polars"),
}


@pytest.mark.parametrize("named", WRONG)
def test_what_is_no_schema_is_told_with_how_to_mend_it(
    named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "broken_schemas.py").write_text("raise ValueError('no')\n", encoding="utf-8")
    (tmp_path / "pandas_schemas.py").write_text(
        "import pandera.pandas as pa\nTrips = pa.DataFrameSchema({})\n", encoding="utf-8"
    )
    with pytest.raises(ConfigError) as caught:
        user_schema(named)
    assert all(words in str(caught.value) for words in WRONG[named])


def test_a_schema_in_the_working_directory_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own_schemas.py").write_text(
        "import pandera.polars as pa\nclass Own(pa.DataFrameModel):\n    a: int\n", encoding="utf-8"
    )
    assert list(user_schema("own_schemas:Own").schema.columns) == ["a"]
