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
    from collections.abc import Container, Iterator

    from drift.sources.conform import Reading
    from drift.sources.schema import Contract
    from drift.sources.source import Source


def conformed(
    source: Source,
    contract: Contract,
    ignored: Container[str],
    readings: list[Reading],
    sensitive: Container[str] = frozenset(),
) -> Iterator[pl.DataFrame]:
    """Yield the batches by the contract's types, without the ignored columns, the sensitive ones masked.

    `readings` is filled with what it took to read them, for `tally` to add up.
    """
    for batch in itertools.chain(source.batches(), [_without_rows(source)]):
        frame, found = conform(batch, contract)
        yield masked(_only(frame, [name for name in frame.columns if name not in ignored]), sensitive)
        readings[:] = tally([*readings, *found])


def _only(frame: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """Return some columns; `select` would read names such as ``*`` and ``^a$`` as patterns."""
    return pl.DataFrame({name: frame.get_column(name) for name in names})


def _without_rows(source: Source) -> Batch:
    """Return the columns of a source alone, so that those of a batch without rows are seen to be there."""
    return Batch(frame=pl.DataFrame(schema=source.schema), native_text=source.native_text, mixed=source.mixed)
