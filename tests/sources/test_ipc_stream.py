"""An Arrow IPC stream is read message by message, as pyarrow writes it; a cut one is an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pyarrow as pa
import pytest

from drift.errors import InputUnreadableError
from drift.sources.source import open_source

if TYPE_CHECKING:
    from pathlib import Path


def table(batches: int) -> pa.Table:
    """Return a table of several record batches, with dictionaries of their own."""
    parts = [
        pa.table(
            {
                "n": pa.array(range(at * 100, at * 100 + 100)),
                "c": pa.array([f"{at}-{i % 3}" for i in range(100)]).dictionary_encode(),
            }
        )
        for at in range(batches)
    ]
    return pa.concat_tables(parts)


@pytest.mark.parametrize("deltas", [False, True])
def test_every_batch_is_read_with_the_dictionary_it_was_written_with(tmp_path: Path, *, deltas: bool) -> None:
    path = tmp_path / "x.arrows"
    written = table(5)
    options = pa.ipc.IpcWriteOptions(emit_dictionary_deltas=deltas)
    with pa.ipc.new_stream(path, written.schema, options=options) as stream:
        stream.write_table(written)
    batches = [batch.frame for batch in open_source(path).batches()]
    found = pl.concat([frame.with_columns(pl.col("c").cast(pl.String)) for frame in batches]).sort("n")
    assert found["n"].to_list() == written["n"].to_pylist()
    assert found["c"].to_list() == written["c"].to_pylist()


def test_one_that_is_cut_off_is_an_error_wherever_the_cut_is(tmp_path: Path) -> None:
    """But for a cut between two messages, which the format allows."""
    path = tmp_path / "x.arrows"
    pl.DataFrame({"n": range(50), "s": [f"t{i}" for i in range(50)]}).write_ipc_stream(path)
    whole = path.read_bytes()
    for end in (*range(1, len(whole) - 8, 37), len(whole) - 9):
        path.write_bytes(whole[:end])
        with pytest.raises(InputUnreadableError):
            list(open_source(path).batches())


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xff\xff\xff\x04\0\0\0junk",
        b"\xff" * 8,
        b"\xff\xff\xff\xff\0\0\0\0",
        b"a,b\n1,2\n",
        b"",
    ],
    ids=repr,
)
def test_what_is_no_stream_is_an_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.arrows").write_bytes(content)
    with pytest.raises(InputUnreadableError):
        open_source(tmp_path / "x.arrows")
