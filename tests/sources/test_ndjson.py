"""NDJSON is read by what all its lines say; what cannot be read is an error with its line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl
import pytest

from drift.errors import ColumnNotFoundError, InputUnreadableError
from drift.sources.options import READ_ALL, ReadOptions
from drift.sources.schema import Contract
from drift.sources.source import open_source

if TYPE_CHECKING:
    from pathlib import Path

    from drift.sources.source import Source


def opened(folder: Path, content: bytes | str, options: ReadOptions = READ_ALL) -> Source:
    """Return the source of a file with this content."""
    path = folder / "x.ndjson"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return open_source(path, options=options)


def rows(source: Source) -> pl.DataFrame:
    """Return all rows of a source."""
    return pl.concat([pl.DataFrame(schema=source.schema), *(batch.frame for batch in source.batches())])


@pytest.mark.parametrize(
    ("values", "dtype"),
    [
        (["1", "2"], pl.Int64()),
        (["1", "1.0"], pl.Float64()),
        (["1.5", "7", "null"], pl.Float64()),
        (["1", '"x"'], pl.String()),
        (["1", "true"], pl.String()),
        (["1", "[1]"], pl.String()),
        (["true", "null"], pl.Boolean()),
        (["18446744073709551616", "1"], pl.Int128()),
        (['"2026-01-02"'], pl.Date()),
        (['"2026-01-02T03:04:05Z"', '"2026-01-02T03:04:05+02:00"'], pl.Datetime("us", "UTC")),
        (['"2026-01-02"', "1"], pl.String()),
        (['"2026-01-02"', '"x"'], pl.String()),
        (['"1"', '"2"'], pl.String()),
        (['""'], pl.String()),
        (["[1]", "[1.5]", "[]"], pl.List(pl.Float64)),
        (['{"a": 1}', '{"a": 1.5}', '{"a": null}'], pl.Struct({"a": pl.Float64})),
        (["null"], pl.Null()),
    ],
    ids=str,
)
@pytest.mark.parametrize("first", [0, 300])
def test_the_type_is_that_of_all_lines_in_any_order(
    tmp_path: Path, values: list[str], dtype: pl.DataType, first: int
) -> None:
    """However late a line comes that widens it."""
    for order in (values, values[::-1]):
        lines = [f'{{"x": {value}}}' for value in (*order[:1] * first, *order)]
        source = opened(tmp_path, "\n".join(lines))
        assert source.schema == {"x": dtype}
        assert rows(source).height == len(lines)


def test_what_a_line_lacks_is_null(tmp_path: Path) -> None:
    source = opened(tmp_path, '{"a": 1}\r\n\r\n{"b": "x", "a": 2}\r\n{}')
    assert rows(source).select("a", "b").rows() == [(1, None), (2, "x"), (None, None)]


def test_a_byte_order_mark_and_a_missing_last_line_end_change_nothing(tmp_path: Path) -> None:
    assert rows(opened(tmp_path, b'\xef\xbb\xbf{"a": 1}\n{"a": 2}')).rows() == [(1,), (2,)]


def test_names_that_polars_takes_for_patterns_are_names(tmp_path: Path) -> None:
    row = {"*": 1, "^a$": 2, "": 3}
    assert rows(opened(tmp_path, json.dumps(row))).to_dicts() == [row]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"a": 1}\n{"a": 2', "line 2: cannot be read as JSON"),
        (b'{"a": 1}\n\n{"a": NaN}\n', "line 3: cannot be read as JSON"),
        (b'{"a": 1}\n7\n', "line 2: cannot be read as JSON"),
        (b'{"a": 1e400}\n', "line 1: cannot be read as JSON"),
        ('{"a": "é"}\n'.encode("latin-1"), "line 1: cannot be read as JSON"),
        ('{"a": 1}\n'.encode("utf-16"), "the file is UTF-16"),
        (b"[" * 9 + b"]" * 9, "one JSON list"),
        (b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "line 1: cannot be read as JSON"),
        (bytes(100), "NUL bytes only"),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(InputUnreadableError, match=said):
        rows(opened(tmp_path, content))


def test_a_file_without_lines_has_the_columns_of_the_contract_and_no_rows(tmp_path: Path) -> None:
    (tmp_path / "x.ndjson").touch()
    contract = Contract.learn({"a": pl.Int8(), "t": pl.Date()})
    source = open_source(tmp_path / "x.ndjson", contract=contract)
    assert (list(source.schema), list(source.batches())) == (["a", "t"], [])


def test_columns_and_rows_can_be_chosen(tmp_path: Path) -> None:
    content = "\n".join(f'{{"a": {at}, "b": "x"}}' for at in range(100)) + '\n{"a": "late", "b": 1}'
    source = opened(tmp_path, content, ReadOptions(columns=("a",), limit=60))
    assert source.schema == {"a": pl.Int64()}
    assert rows(source)["a"].to_list() == list(range(60))
    with pytest.raises(ColumnNotFoundError, match="no column `c`"):
        opened(tmp_path, content, ReadOptions(columns=("c",)))
