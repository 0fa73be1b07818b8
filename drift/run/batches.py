"""The batches of a source by the contract's types, with a count of what it took to read them."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import polars as pl

from drift.profile.mask import masked
from drift.sources.conform import conform
from drift.sources.source import Batch
from drift.sources.tally import tally

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator

    from drift.sources.conform import Reading
    from drift.sources.schema import Contract
    from drift.sources.source import Source


def conformed(
    source: Source,
    contract: Contract,
    ignored: Container[str],
    readings: list[Reading],
    sensitive: Container[str] = frozenset(),
    watch: Callable[[pl.DataFrame], None] | None = None,
) -> Iterator[pl.DataFrame]:
    """Yield the batches by the contract's types, without the ignored columns, the sensitive ones masked.

    `readings` is filled with what it took to read them, for `tally` to add up. `watch` is shown each batch
    as it came, before anything is left out or masked; at the end one without rows.
    """
    for batch in itertools.chain(source.batches(), [_without_rows(source)]):
        frame, found = conform(batch, contract)
        if watch is not None:
            watch(_as_it_came(batch, frame))
        yield masked(_only(frame, [name for name in frame.columns if name not in ignored]), sensitive)
        readings[:] = tally([*readings, *found])


def _only(frame: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """Return some columns; `select` would read names such as ``*`` and ``^a$`` as patterns."""
    return pl.DataFrame({name: frame.get_column(name) for name in names})


def _without_rows(source: Source) -> Batch:
    """Return the columns of a source alone, so that those of a batch without rows are seen to be there."""
    return Batch(frame=pl.DataFrame(schema=source.schema), native_text=source.native_text, mixed=source.mixed)


def _as_it_came(batch: Batch, conformed_rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows in the types that they came in; text that stands for other values as those."""
    return pl.DataFrame(
        {
            column.name: conformed_rows.get_column(column.name)
            if column.name in batch.native_text
            else column
            for column in batch.frame
        }
    )
