"""The batches of a source by the contract's types, with a count of what it took to read them."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from drift.sources.conform import Reading, conform
from drift.sources.source import Batch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.sources.schema import Contract
    from drift.sources.source import Source


def conformed(
    source: Source,
    contract: Contract,
    readings: dict[str, Reading] | None = None,
    ignored: list[str] | None = None,
) -> Iterator[pl.DataFrame]:
    """Yield the batches by the contract's types, and add up in `readings` what it took to read them.

    Without `readings` the contract's columns alone are wanted.
    """
    named = {column.name for column in contract.columns}
    for batch in itertools.chain(source.batches(), [_without_rows(source)]):
        frame, found = conform(batch, contract)
        if readings is None:
            yield _only(frame, [name for name in frame.columns if name in named])
            continue
        yield _only(frame, [name for name in frame.columns if name not in (ignored or ())])
        for reading in found:
            before = readings.get(reading.column)
            readings[reading.column] = _both(before, reading) if before else reading


def _only(frame: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """Return some columns; `select` would read names such as ``*`` and ``^a$`` as patterns."""
    return pl.DataFrame({name: frame.get_column(name) for name in names})


def _without_rows(source: Source) -> Batch:
    """Return the columns of a source alone, so that those of a batch without rows are seen to be there."""
    return Batch(frame=pl.DataFrame(schema=source.schema), native_text=source.native_text)


def _both(one: Reading, other: Reading) -> Reading:
    """Return the reading of two batches: the form of the one that strayed further, ties by name."""
    strayed = max(one, other, key=lambda reading: (reading.reformed + reading.unreadable, reading.form))
    return replace(
        strayed,
        rows=one.rows + other.rows,
        unreadable=one.unreadable + other.unreadable,
        reformed=one.reformed + other.reformed,
    )
