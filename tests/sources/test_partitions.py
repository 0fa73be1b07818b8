"""The folders of a directory are columns, of the types that polars gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import polars as pl
import pytest

from drift.sources.schema import Contract
from drift.sources.source import open_source

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "values",
    [["1", "2"], ["01", "12"], ["1", "2.5"], ["2026-01-01", "2026-02-01"], ["a", "1"], ["São Paulo", "x/y"]],
    ids=str,
)
def test_types_and_values_are_those_of_polars(tmp_path: Path, values: list[str]) -> None:
    for number, value in enumerate(values):
        folder = tmp_path / f"k={quote(value, safe='')}"
        folder.mkdir()
        pl.DataFrame({"x": [number]}).write_parquet(folder / "part.parquet")
    witness = pl.scan_parquet(tmp_path, hive_partitioning=True).collect().sort("x")
    source = open_source(tmp_path)
    assert source.schema["k"] == witness.schema["k"]
    found = pl.concat([batch.frame for batch in source.batches()]).sort("x")
    assert found["k"].to_list() == witness["k"].to_list()


def test_one_folder_of_many_is_read_as_all_of_them_were(tmp_path: Path) -> None:
    for value in ("a", "1"):
        (tmp_path / f"k={value}").mkdir()
        pl.DataFrame({"x": [1]}).write_parquet(tmp_path / f"k={value}" / "part.parquet")
    contract = Contract.learn(open_source(tmp_path).schema)
    source = open_source(tmp_path / "k=1", contract=contract)
    assert contract.failures(source.schema) == ()
    assert [batch.frame["k"].to_list() for batch in source.batches()] == [["1"]]


def test_a_folder_goes_before_a_column_of_its_name(tmp_path: Path) -> None:
    (tmp_path / "k=7").mkdir()
    pl.DataFrame({"x": [1], "k": ["in the file"]}).write_parquet(tmp_path / "k=7" / "part.parquet")
    source = open_source(tmp_path)
    assert source.schema == {"x": pl.Int64(), "k": pl.Int64()}
    assert [batch.frame.rows() for batch in source.batches()] == [[(1, 7)]]
