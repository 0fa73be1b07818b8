"""The same rows give the same profile, byte for byte, by whatever way they come in."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, partial
from typing import TYPE_CHECKING, Final

import polars as pl
import pytest
from backports import zstd

import drift
from drift.sources.options import READ_ALL, ReadOptions
from drift.sources.schema import Contract
from drift.sources.source import open_source
from one_table import TABLE, digest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SPAN: Final = (datetime(2026, 2, 1), datetime(2026, 3, 1, 6))  # noqa: DTZ001 - as START


@pytest.fixture(scope="module")
def expected() -> str:
    """Return the digest of the rows as a frame in memory."""
    return digest(TABLE)


def text(frame: pl.DataFrame, separator: str = ",") -> bytes:
    """Return the rows as CSV."""
    return frame.write_csv(separator=separator).encode()


def in_windows(frame: pl.DataFrame) -> bytes:
    """Return the rows as a spreadsheet on Windows writes them: a mark, and two characters a line end.

    The line break inside of a value is data, and stays.
    """
    return frame.write_csv(include_bom=True, line_terminator="\r\n").encode()


def with_commas(frame: pl.DataFrame) -> bytes:
    """Return the rows as they are written where a comma stands for the decimal point."""
    return frame.write_csv(separator=";", decimal_comma=True).encode()


def by_polars(write: Callable[[pl.DataFrame, io.BytesIO], object], frame: pl.DataFrame) -> bytes:
    """Return the rows as one of polars' methods writes them."""
    buffer = io.BytesIO()
    write(frame, buffer)
    return buffer.getvalue()


ndjson = partial(by_polars, pl.DataFrame.write_ndjson)
FORMS: Final[dict[str, tuple[str, Callable[[pl.DataFrame], bytes], ReadOptions]]] = {
    "Parquet": ("x.parquet", partial(by_polars, pl.DataFrame.write_parquet), READ_ALL),
    "an Arrow IPC file": ("x.arrow", partial(by_polars, pl.DataFrame.write_ipc), READ_ALL),
    "an Arrow IPC stream": ("x.arrows", partial(by_polars, pl.DataFrame.write_ipc_stream), READ_ALL),
    "CSV": ("x.csv", text, READ_ALL),
    "TSV": ("x.tsv", partial(text, separator="\t"), READ_ALL),
    "CSV of Windows": ("x.csv", in_windows, READ_ALL),
    "CSV with semicolons": ("x.csv", partial(text, separator=";"), ReadOptions(separator=";")),
    "CSV with decimal commas": ("x.csv", with_commas, ReadOptions(separator=";", decimal_comma=True)),
    "CSV in gzip": ("x.csv.gz", lambda frame: gzip.compress(text(frame)), READ_ALL),
    "CSV in zstd": ("x.csv.zst", lambda frame: zstd.compress(text(frame)), READ_ALL),
    "NDJSON": ("x.ndjson", ndjson, READ_ALL),
    "NDJSON in gzip": ("x.jsonl.gz", lambda frame: gzip.compress(ndjson(frame)), READ_ALL),
    "NDJSON in zstd": ("x.ndjson.zst", lambda frame: zstd.compress(ndjson(frame)), READ_ALL),
}
FRAMES: Final[dict[str, Callable[[pl.DataFrame], object]]] = {
    "polars": lambda frame: frame,
    "lazy": pl.DataFrame.lazy,
    "Arrow": pl.DataFrame.to_arrow,
    "pandas": pl.DataFrame.to_pandas,
}
TIMES: Final = ("at", "day", "zoned")
form = pytest.mark.parametrize(("name", "write", "options"), FORMS.values(), ids=FORMS)


@form
def test_a_file(
    tmp_path: Path, name: str, write: Callable[[pl.DataFrame], bytes], options: ReadOptions, expected: str
) -> None:
    (tmp_path / name).write_bytes(write(TABLE))
    assert digest(tmp_path / name, options) == expected


@form
def test_standard_input(
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    write: Callable[[pl.DataFrame], bytes],
    options: ReadOptions,
    expected: str,
) -> None:
    """Its first bytes tell the form; only TSV has none that would."""
    if name == "x.tsv":
        options = ReadOptions(input_format="tsv")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(write(TABLE))))
    assert digest("-", options) == expected


@form
def test_a_directory_of_files_in_any_order(
    tmp_path: Path, name: str, write: Callable[[pl.DataFrame], bytes], options: ReadOptions, expected: str
) -> None:
    shuffled = TABLE.sample(fraction=1, shuffle=True, seed=1)
    for number, part in enumerate(shuffled.iter_slices(450)):
        (tmp_path / f"part {9 - number}").mkdir()
        columns = part.columns[::-1] if number % 2 else part.columns
        (tmp_path / f"part {9 - number}" / name).write_bytes(write(part.select(columns)))
    assert digest(tmp_path, options) == expected
    assert digest([f"{tmp_path}/part [7-9]/*", f"{tmp_path}/part [0-6]/*"], options) == expected


@form
def test_a_directory_of_hive_partitions(
    tmp_path: Path, name: str, write: Callable[[pl.DataFrame], bytes], options: ReadOptions, expected: str
) -> None:
    """One of them in files that hold a single code each, all of whose zeros are in front; the rest in one."""
    for (region,), rows in TABLE.partition_by("region", as_dict=True, include_key=False).items():
        (tmp_path / f"region={region}").mkdir()
        parts = rows.partition_by("code")[:15] if region == 1 else []
        alone = pl.col("code").is_in([part["code"][0] for part in parts])
        for number, part in enumerate([rows.filter(~alone), *parts]):
            (tmp_path / f"region={region}" / f"{number}-{name}").write_bytes(write(part))
    contract = Contract.learn(TABLE.schema)
    assert digest(tmp_path, options, contract) == expected
    source = open_source(tmp_path, options=options)
    assert source.schema["region"] == pl.Int64()


@form
def test_what_a_contract_asks_for_is_read_from_every_form(
    tmp_path: Path, name: str, write: Callable[[pl.DataFrame], bytes], options: ReadOptions, expected: str
) -> None:
    """As in a check against a reference that was learned from a frame."""
    (tmp_path / name).write_bytes(write(TABLE))
    assert digest(tmp_path / name, options, Contract.learn(TABLE.schema)) == expected


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(TABLE.lazy(), id="a polars LazyFrame"),
        pytest.param(TABLE.to_pandas(), id="a pandas DataFrame"),
        pytest.param(TABLE.to_arrow(), id="a pyarrow Table"),
        pytest.param(TABLE.to_arrow().to_reader(), id="an Arrow stream"),
        pytest.param(TABLE.sample(fraction=1, shuffle=True, seed=2), id="another order of rows"),
        pytest.param(TABLE.select(sorted(TABLE.columns)), id="another order of columns"),
    ],
)
def test_a_frame(data: object, expected: str) -> None:
    assert digest(data) == expected


@form
def test_the_columns_and_rows_that_are_asked_for(
    tmp_path: Path, name: str, write: Callable[[pl.DataFrame], bytes], options: ReadOptions
) -> None:
    """The first rows, files in the order of their paths, as polars takes them from the whole."""
    for number, part in enumerate(TABLE.iter_slices(300)):
        (tmp_path / f"{number}-{name}").write_bytes(write(part))
    wanted = ReadOptions(
        columns=("amount", "city"),
        limit=700,
        separator=options.separator,
        decimal_comma=options.decimal_comma,
    )
    assert digest(tmp_path, wanted) == digest(TABLE.select("amount", "city").head(700))


@pytest.mark.parametrize("kind", FRAMES)
def test_the_columns_and_rows_of_a_frame_that_are_asked_for(kind: str) -> None:
    wanted = ReadOptions(columns=("amount", "city"), limit=700)
    assert digest(FRAMES[kind](TABLE), wanted) == digest(TABLE.select("amount", "city").head(700))


@cache
def inside(column: str) -> pl.DataFrame:
    """Return the rows of the span, as polars filters the whole."""
    rows = TABLE.filter(pl.col(column).cast(pl.Datetime("us")).is_between(*SPAN, closed="left"))
    assert rows.height > 100
    return rows


@cache
def digests_inside(column: str) -> tuple[str, str]:
    """Return the digest of the rows of the span, and of two columns of its first 99."""
    rows = inside(column)
    return digest(rows), digest(rows.select("amount", "city").head(99))


def within(column: str, options: ReadOptions = READ_ALL) -> ReadOptions:
    """Return options that ask for the span."""
    since, until = (moment.replace(tzinfo=UTC) for moment in SPAN)
    return replace(options, since=since, until=until, time=column)


@form
def test_a_span_of_time(
    tmp_path: Path, name: str, write: Callable[[pl.DataFrame], bytes], options: ReadOptions
) -> None:
    """As polars filters the whole: by a column that is not asked for, and with a limit beside it.

    Each form meets each column and each way to ask once, and four forms or more each pair of these.
    """
    for number, part in enumerate(TABLE.iter_slices(700)):
        (tmp_path / f"{number}-{name}").write_bytes(write(part))
    turn = list(FORMS.values()).index((name, write, options)) % len(TIMES)
    plain, learned, little = TIMES[turn:] + TIMES[:turn]
    assert digest(tmp_path, within(plain, options)) == digests_inside(plain)[0]
    contract = Contract.learn(TABLE.schema)
    assert digest(tmp_path, within(learned, options), contract) == digests_inside(learned)[0]
    some = replace(within(little, options), columns=("amount", "city"), limit=99)
    assert digest(tmp_path, some) == digests_inside(little)[1]


@pytest.mark.parametrize("column", TIMES)
@pytest.mark.parametrize("kind", FRAMES)
def test_a_span_of_time_of_a_frame(kind: str, column: str) -> None:
    some = replace(within(column), columns=("amount", "city"), limit=99)
    assert digest(FRAMES[kind](TABLE), some) == digests_inside(column)[1]


MANY: Final = """
import resource, sys
resource.setrlimit(resource.RLIMIT_NOFILE, (128, 128))
import drift
print(drift.fit(sys.argv[1]).profile.rows)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "write"),
    [("x.parquet", partial(by_polars, pl.DataFrame.write_parquet)), ("x.csv", text), ("x.ndjson", ndjson)],
)
def test_ten_thousand_small_files_need_few_open_at_a_time(
    tmp_path: Path, name: str, write: Callable[[pl.DataFrame], bytes]
) -> None:
    content = write(TABLE.select("amount", "city", "at").head(20))
    for number in range(10_000):
        (tmp_path / f"{number}-{name}").write_bytes(content)
    run = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", MANY, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert (run.stdout, run.stderr) == ("200000\n", "")


LEFT_OUT: Final = "left out when the reference was fitted"
OTHERS: Final = "the check was asked for other columns"


@pytest.mark.parametrize("form", ["frame", "query", "parquet", "csv"])
def test_columns_that_were_left_out_are_skipped_and_not_new(form: str, tmp_path: Path) -> None:
    """Every column of the batch has an entry, by whichever way it came."""
    frame = pl.DataFrame({"a": [n % 50 / 7 for n in range(200)], "b": ["x", "y"] * 100, "c": range(200)})
    live = frame.with_columns(d=pl.lit(1))
    frame.write_parquet(tmp_path / "train.parquet")
    live.write_parquet(tmp_path / "live.parquet")
    frame.write_csv(tmp_path / "train.csv")
    live.write_csv(tmp_path / "live.csv")
    sides: dict[str, tuple[object, object]] = {
        "frame": (frame, live),
        "query": (frame.lazy(), live.lazy()),
        **{kind: (tmp_path / f"train.{kind}", tmp_path / f"live.{kind}") for kind in ("parquet", "csv")},
    }
    train, batch = sides[form]
    only = drift.ReadOptions(columns=("a",))
    drift.fit(train, options=only).save(tmp_path / "reference.drift")
    reference = drift.Reference.load(tmp_path / "reference.drift")
    asked = {one.name: (one.verdict, one.reason) for one in drift.check(batch, reference).columns}
    assert asked == {
        "a": ("ok", None),
        "b": ("skipped", LEFT_OUT),
        "c": ("skipped", LEFT_OUT),
        "d": ("warning", None),
    }
    run = drift.check(batch, reference, options=only)
    assert {one.name: one.reason for one in run.columns} == {
        "a": None,
        "b": LEFT_OUT,
        "c": LEFT_OUT,
        "d": OTHERS,
    }


def test_a_profile_knows_what_it_was_not_asked_for(tmp_path: Path) -> None:
    frame = pl.DataFrame({"a": [n % 50 / 7 for n in range(200)], "b": ["x", "y"] * 100})
    only = drift.ReadOptions(columns=("a",))
    drift.profile(frame, options=only).save(tmp_path / "a.drift")
    held = drift.Profile.load(tmp_path / "a.drift")
    assert (held + held).left_out == held.left_out == ("b",)
    assert drift.check(frame, drift.fit(held))["b"].reason == LEFT_OUT
    reference = drift.fit(frame)
    assert (
        drift.check(drift.profile(frame, reference=reference, options=only), reference)["b"].reason == OTHERS
    )
