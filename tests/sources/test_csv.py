"""A CSV file is read by what all its rows say; what is wrong with it is an error with its line."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from drift.errors import InputUnreadableError
from drift.sources.conform import conform
from drift.sources.csv import open_csv
from drift.sources.options import READ_ALL
from drift.sources.paths import find_files
from drift.sources.schema import Contract
from drift.sources.source import Batch, open_source

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from drift.sources.stream import Stream

ROWS = 1_000


def opened(path: Path, contract: Contract | None = None) -> Stream:
    """Return the stream of one file, or of all files of a folder."""
    named = f"{path}/*.?sv" if path.is_dir() else path
    return open_csv(find_files([named]), contract, READ_ALL, ROWS)


def rows(stream: Stream) -> pl.DataFrame:
    """Return all rows of a stream."""
    return pl.concat([pl.DataFrame(schema=stream.schema), *stream.read(ROWS)])


def written(folder: Path, content: bytes | str, name: str = "x.csv") -> Path:
    """Return the path of a file with this content."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def values(path: Path) -> Mapping[str, list[object]]:
    """Return the columns of a file as lists."""
    return rows(opened(path)).to_dict(as_series=False)


def test_types_are_those_of_all_rows(tmp_path: Path) -> None:
    """The first rows look like integers, booleans and dates."""
    lines = ["1,true,2020-01-01,1", *["1,true,2020-01-01,2"] * 5_000, "0.5,maybe,2020-01-02,NA"]
    stream = opened(written(tmp_path, "\n".join(["f,s,d,i", *lines])))
    assert stream.schema == {"f": pl.Float64(), "s": pl.String(), "d": pl.Date(), "i": pl.Int64()}
    assert stream.time_formats == {"d": "%Y-%m-%d"}
    assert stream.native_text == {"f", "s", "d", "i"}
    assert rows(stream).filter(pl.col("s") == "maybe").rows() == [(0.5, "maybe", date(2020, 1, 2), None)]


def test_an_empty_field_is_null_and_a_quoted_one_is_empty_text(tmp_path: Path) -> None:
    assert values(written(tmp_path, 'a,b\nx,1\n,\n"","NA"\n')) == {"a": ["x", None, ""], "b": [1, None, None]}


def test_codes_with_leading_zeros_stay_text(tmp_path: Path) -> None:
    assert values(written(tmp_path, "zip,n\n00501,1\n10001,2\n")) == {"zip": ["00501", "10001"], "n": [1, 2]}


def test_spaces_around_numbers_are_no_part_of_them(tmp_path: Path) -> None:
    assert values(written(tmp_path, "a,b\n 1 , x \n2,y\n")) == {"a": [1, 2], "b": [" x ", "y"]}


@pytest.mark.parametrize(
    "content",
    [
        b"a,b\n1,x\n2,y\n",
        b"a,b\n1,x\n2,y",
        b"\xef\xbb\xbfa,b\r\n1,x\r\n2,y\r\n",
        b'\xef\xbb\xbf"a","b"\n"1","x"\n"2","y"\n',
        b"\n\na,b\n1,x\n\n2,y\n\n\n",
        b"a,b\r\n\r\n1,x\r\n2,y\r\n\r\n",
    ],
    ids=repr,
)
def test_marks_line_ends_quotes_and_blank_lines_change_nothing(tmp_path: Path, content: bytes) -> None:
    assert values(written(tmp_path, content)) == {"a": [1, 2], "b": ["x", "y"]}


def test_a_row_of_nulls_is_a_row_and_a_blank_line_is_none(tmp_path: Path) -> None:
    path = written(tmp_path, "a,b\n,\n\n1,\n\n,\n")
    assert sorted(rows(opened(path)).rows(), key=str) == [(1, None), (None, None), (None, None)]


def test_a_value_may_hold_separators_quotes_and_line_breaks(tmp_path: Path) -> None:
    path = written(tmp_path, 'a,b\n"x, ""y""\n\nz",\n1,2\n')
    assert values(path) == {"a": ['x, "y"\n\nz', "1"], "b": [None, 2]}


def test_a_tsv_file_is_separated_by_tabs(tmp_path: Path) -> None:
    assert values(written(tmp_path, "a\tb\n1,5\t2\n", "x.tsv")) == {"a": ["1,5"], "b": [2]}


def test_columns_of_any_name_are_read(tmp_path: Path) -> None:
    names = ["", "a b", "<script>", "a.*", "^a$", "*", 'say "x"', "two\nlines", "é"]
    path = tmp_path / "x.csv"
    pl.DataFrame({name: [1, 2] for name in names}).write_csv(path)
    assert values(path) == {name: [1, 2] for name in names}


def test_a_header_alone_has_no_rows(tmp_path: Path) -> None:
    for content in ("a,b", "a,b\n", "a,b\r\n"):
        stream = opened(written(tmp_path, content))
        assert stream.schema == {"a": pl.Null(), "b": pl.Null()}
        assert list(stream.read(ROWS)) == []


def test_files_are_typed_together_and_what_one_lacks_is_null(tmp_path: Path) -> None:
    written(tmp_path, "a,b\n1,x\n", "1.csv")
    written(tmp_path, "c,a\ntrue,2.5\n", "2.csv")
    stream = opened(tmp_path)
    assert stream.schema == {"a": pl.Float64(), "b": pl.String(), "c": pl.Boolean()}
    assert sorted(rows(stream).rows()) == [(1.0, "x", None), (2.5, None, True)]
    assert stream.partial == {"b": (f"{tmp_path}/2.csv",), "c": (f"{tmp_path}/1.csv",)}


def test_with_a_contract_its_columns_stay_text_and_only_new_ones_are_inferred(tmp_path: Path) -> None:
    contract = Contract.learn({"n": pl.Float32(), "gone": pl.Int8(), "t": pl.Datetime("ns", "UTC")})
    stream = opened(written(tmp_path, "n,new,t\nx,7,2020-01-01T00:00:00Z\n"), contract)
    assert stream.schema == {"n": pl.Float64(), "new": pl.Int64(), "t": pl.Datetime("us", "UTC")}
    (frame,) = stream.read(ROWS)
    assert frame.rows() == [("x", 7, "2020-01-01T00:00:00Z")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b"\0" * 5_000, "the file holds NUL bytes only"),
        (b"\n\r\n", "the file holds blank lines only"),
        (b"a\0,b\n1,2\n", "the header holds NUL bytes"),
        ("a,b\n1,2\n".encode("utf-16"), "the file is UTF-16"),
        ("a,é\n1,2\n".encode("latin-1"), "line 1: byte 0xe9 is not UTF-8"),
        ("a,b\n1,2\n3,é\n".encode("latin-1"), "line 3: byte 0xe9 is not UTF-8"),
        (b"a,b\n1,2\n3\n4,5\n", "line 3: 1 field where the header has 2"),
        (b"a,b,c\n1,2,3\n4,5\n", "line 3: 2 fields where the header has 3"),
        (b"a,b\n1,2\n3,4,5\n", "line 3: 3 fields where the header has 2"),
        (b'a,b\n1,2\n3,"4\n5,6\n', "line 3: a quote is opened and never closed"),
        (b'a,b\n1,2\n"3,4\n5,6\n', "line 3: a quote is opened and never closed"),
        (b'a,"b\n1,2\n', "line 1: a quote is opened and never closed"),
        (b"a,b,a\n1,2,3\n", "the header names a column twice: `a`"),
        (b",b,\n1,2,3\n", "the header names a column twice: ``"),
        (b"a;b\n1;2\n", "the header has one column `a;b`: is the separator ';'?"),
        (b"a\tb\n1\t2\n", "is the separator '\\\\t'?"),
        (b"a,b\r1,2\r", "the lines end in a carriage return alone"),
        (b'a,b\n1,5" pipe\n', "x.csv: cannot be read"),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_what_is_wrong_with_a_file_is_told_with_its_line(tmp_path: Path, content: bytes, said: str) -> None:
    path = written(tmp_path, content)
    with pytest.raises(InputUnreadableError, match=said.replace("?", r"\?")) as caught:
        rows(opened(path))
    assert str(path) in caught.value.what
    assert caught.value.mend


def test_a_short_line_deep_in_a_large_file_is_found(tmp_path: Path) -> None:
    lines = [f"{i},x" for i in range(50_000)]
    lines[40_000] = "40000"
    with pytest.raises(InputUnreadableError, match="line 40002: 1 field where the header has 2"):
        opened(written(tmp_path, "\n".join(["a,b", *lines])))


def test_with_a_contract_a_fault_shows_when_rows_are_read(tmp_path: Path) -> None:
    contract = Contract.learn({"a": pl.Int64(), "b": pl.Int64()})
    stream = opened(written(tmp_path, "a,b\n1,2\n3\n"), contract)
    with pytest.raises(InputUnreadableError, match="line 3"):
        rows(stream)


def test_the_option_that_would_mend_a_separator_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputUnreadableError) as caught:
        opened(written(tmp_path, "a;b\n1;2\n"))
    assert caught.value.mend is not None
    assert "--separator ';'" in caught.value.mend


def test_a_file_that_vanishes_is_an_error(tmp_path: Path) -> None:
    stream = opened(written(tmp_path, "a,b\n1,2\n"))
    (tmp_path / "x.csv").unlink()
    with pytest.raises(InputUnreadableError, match=r"x\.csv: the file vanished while it was read"):
        rows(stream)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_is_an_error(tmp_path: Path) -> None:
    path = written(tmp_path, "a,b\n1,2\n")
    path.chmod(0)
    with pytest.raises(InputUnreadableError, match="may not be read by this user"):
        opened(path)


TABLES = st.fixed_dictionaries(
    {
        "i": st.integers(-(2**63), 2**63 - 1),
        "f": st.floats(allow_nan=False, width=64),
        "b": st.booleans(),
        "s": st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=5),
        "d": st.dates(date(1000, 1, 1)),
        "t": st.datetimes(datetime(1000, 1, 1)),  # noqa: DTZ001 - naive is the point
        "z": st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    }
)
SCHEMA = {
    "i": pl.Int64(),
    "f": pl.Float64(),
    "b": pl.Boolean(),
    "s": pl.String(),
    "d": pl.Date(),
    "t": pl.Datetime("us"),
    "z": pl.Datetime("us", "UTC"),
}


@given(table=st.lists(TABLES, min_size=1, max_size=8), holes=st.sets(st.integers(0, 55)))
def test_what_polars_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, table: list[dict[str, object]], holes: set[int]
) -> None:
    """By the contract of the same frame, whatever the values and wherever the nulls."""
    cells = [[row[name] for row in table] for name in SCHEMA]
    for hole in holes:
        if hole // 8 < len(cells) and hole % 8 < len(table):
            cells[hole // 8][hole % 8] = None
    frame = pl.DataFrame(dict(zip(SCHEMA, cells, strict=True)), schema=SCHEMA)
    path = tmp_path_factory.mktemp("csv") / "x.csv"
    frame.write_csv(path)
    contract = Contract.learn(frame.schema)
    (text,) = opened(path, contract).read(ROWS)
    read, readings = conform(Batch(frame=text, native_text=frozenset(text.columns)), contract)
    assert_frame_equal(read, frame, check_row_order=False)
    assert {(reading.form, reading.unreadable) for reading in readings} == {("same", 0)}


@given(st.permutations(["1", "2.5", "", "7"]))
def test_the_order_of_files_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("csv")
    for number, text in enumerate(texts):
        written(folder, f"a,b\n{text},x\n", f"{number}.csv")
    stream = opened(folder)
    assert stream.schema == {"a": pl.Float64(), "b": pl.String()}
    assert sorted(rows(stream)["a"].to_list(), key=str) == [1.0, 2.5, 7.0, None]


POINTED: Final = {
    "01.07.2026": (pl.Date(), date(2026, 7, 1)),
    "01.07.2026 08:30": (pl.Datetime("us"), datetime(2026, 7, 1, 8, 30)),  # noqa: DTZ001 - as files have it
    "01.07.2026 08:30:15": (pl.Datetime("us"), datetime(2026, 7, 1, 8, 30, 15)),  # noqa: DTZ001
}


@pytest.mark.parametrize("text", POINTED)
def test_days_first_with_points_are_times(text: str, tmp_path: Path) -> None:
    """As in Central Europe; a value that is none is counted, and the others are as they should be."""
    dtype, value = POINTED[text]
    path = tmp_path / "days.csv"
    path.write_text(f"when,n\n{text},1\n,2\n", encoding="utf-8")
    source = open_source(path)
    assert source.schema["when"] == dtype
    contract = Contract.learn(source.schema, source.time_formats)
    path.write_text(f"when,n\n{text},1\nsoon,2\n", encoding="utf-8")
    (batch,) = open_source(path, contract=contract).batches()
    frame, readings = conform(batch, contract)
    assert frame["when"].to_list() == [value, None]
    (reading,) = (one for one in readings if one.column == "when")
    assert (reading.form, reading.unreadable, reading.reformed) == ("same", 1, 0)


def test_versions_and_addresses_are_no_days(tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    path.write_text("version,address\n1.2.3,10.0.0.1\n1.10.12,10.0.0.2\n", encoding="utf-8")
    assert set(open_source(path).schema.values()) == {pl.String()}
