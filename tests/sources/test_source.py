"""Data of any form is one source: names, schema, and rows in batches of bounded memory."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest

from drift.errors import InputUnreadableError, InputUnsupportedError
from drift.sources.conform import conform
from drift.sources.schema import Contract
from drift.sources.source import open_source

if TYPE_CHECKING:
    from collections.abc import Callable

FRAME = pl.DataFrame({"n": range(2_500), "s": [f"x{i % 7}" for i in range(2_500)]})
MEGABYTE = 2**20


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder that has the same rows as Parquet, as CSV, and in parts."""
    FRAME.write_parquet(tmp_path / "whole.parquet")
    FRAME.write_csv(tmp_path / "whole.csv")
    (tmp_path / "parts").mkdir()
    for number, part in enumerate(FRAME.iter_slices(100)):
        part.write_parquet(tmp_path / "parts" / f"{number}.parquet")
    return tmp_path


def rows(data: object) -> pl.DataFrame:
    """Return all rows of a source, sorted."""
    return pl.concat([batch.frame for batch in open_source(data).batches()]).sort("n")


def test_every_form_of_the_same_rows_gives_them(folder: Path) -> None:
    for data in (
        folder / "whole.parquet",
        str(folder / "whole.csv"),
        [folder / "whole.csv"],
        f"{folder}/parts/*.parquet",
        tuple((folder / "parts").iterdir()),
        FRAME,
        FRAME.lazy(),
        FRAME.to_pandas(),
        FRAME.to_arrow(),
    ):
        assert rows(data).equals(FRAME)


def test_a_source_names_its_files_and_their_shards(folder: Path) -> None:
    source = open_source([folder / "whole.parquet"])
    assert source.names == (f"{folder}/whole.parquet",)
    assert len(source.shards) == 1
    assert (source.native_text, source.schema) == (frozenset(), dict(FRAME.schema))
    frame = open_source(FRAME)
    assert (frame.names, frame.shards) == (("<polars.DataFrame>",), ())


def test_batches_have_the_rows_asked_for_and_small_files_are_put_together(folder: Path) -> None:
    for data in (FRAME, folder / "whole.parquet", folder / "whole.csv", f"{folder}/parts/*.parquet"):
        heights = [batch.frame.height for batch in open_source(data, batch_rows=1_000).batches()]
        assert sum(heights) == FRAME.height
        assert len(heights) in {2, 3}
        assert max(heights) < 2_000


def test_a_source_is_read_as_often_as_asked(folder: Path) -> None:
    source = open_source(folder / "whole.csv")
    assert [sum(batch.frame.height for batch in source.batches()) for _ in range(2)] == [2_500, 2_500]


def test_csv_data_under_its_own_contract_is_conformed_to_it(folder: Path) -> None:
    learned = open_source(folder / "whole.csv")
    contract = Contract.learn(learned.schema, learned.time_formats)
    source = open_source(folder / "whole.csv", contract=contract)
    assert source.schema == learned.schema
    assert contract.failures(source.schema) == ()
    conformed = [conform(batch, contract) for batch in source.batches()]
    assert pl.concat([frame for frame, _ in conformed]).sort("n").equals(FRAME)
    assert {reading.form for _, readings in conformed for reading in readings} == {"same"}


def test_no_rows_are_no_batches(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n")
    FRAME.head(0).write_parquet(tmp_path / "x.parquet")
    for data in (tmp_path / "x.csv", tmp_path / "x.parquet", FRAME.head(0), FRAME.lazy().head(0)):
        assert list(open_source(data).batches()) == []


def test_a_file_that_changes_while_it_is_read_is_an_error(folder: Path) -> None:
    source = open_source(folder / "whole.csv")
    with (folder / "whole.csv").open("a") as file:
        file.write("7,x\n")
    with pytest.raises(InputUnreadableError, match=r"whole\.csv: the file changed while it was read"):
        list(source.batches())


def test_one_batch_is_of_one_form(folder: Path) -> None:
    with pytest.raises(InputUnsupportedError, match=r"whole.csv is CSV and .*whole.parquet is Parquet"):
        open_source([folder / "whole.csv", folder / "whole.parquet"])


def test_a_list_of_frames_is_refused() -> None:
    with pytest.raises(InputUnsupportedError, match="a list that does not hold paths"):
        open_source([FRAME])


PEAK = """
import pathlib, re, sys
from drift.sources.conform import conform
from drift.sources.schema import Contract
from drift.sources.source import open_source
rows = 0
source = open_source(sys.argv[1])
for batch in source.batches():
    rows += batch.frame.height
contract = Contract.learn(source.schema, source.time_formats)
for batch in open_source(sys.argv[1], contract=contract).batches():
    conform(batch, contract)
status = pathlib.Path("/proc/self/status").read_text()  # ru_maxrss would count the parent's memory too
print(rows, re.search(r"VmHWM:\\s+(\\d+) kB", status)[1])
"""


def peak(path: Path, rows: int) -> int:
    """Return the bytes that reading a file took at the most, in a fresh interpreter."""
    # Polars reads a CSV file ahead by some pieces of 16 MB; by smaller ones even a small file fills that.
    environment = {**os.environ, "POLARS_CSV_CHUNK_SIZE": str(MEGABYTE)}
    run = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", PEAK, str(path)], capture_output=True, text=True, check=True, env=environment
    )
    read, kilobytes = map(int, run.stdout.split())
    assert read == rows
    return kilobytes * 1024


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells a process its peak")
@pytest.mark.parametrize(
    ("name", "write", "few", "many"),
    [
        ("x.parquet", pl.LazyFrame.sink_parquet, 1_000_000, 8_000_000),
        ("x.csv", pl.LazyFrame.sink_csv, 1_000_000, 8_000_000),  # one reading differs from the next by 60 MB
    ],
)
def test_memory_does_not_grow_with_rows(
    tmp_path: Path, name: str, write: Callable[[pl.LazyFrame, Path], None], few: int, many: int
) -> None:
    peaks, sizes = [], []
    for rows in (few, many):
        n = pl.int_range(rows, eager=True)
        table = pl.DataFrame(
            {
                "f": n.sin(),
                "g": n.cos(),
                "s": pl.Series(["text that is long "]).new_from_index(0, rows) + n.cast(pl.String),
                "t": pl.from_epoch(n + 1_577_836_800),
            }
        )
        write(table.lazy(), tmp_path / name)
        sizes.append(table.estimated_size())
        peaks.append(peak(tmp_path / name, rows))
    assert peaks[1] - peaks[0] < (sizes[1] - sizes[0]) / 2
