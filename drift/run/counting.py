"""By which columns whole rows of a batch are told to be copies: by those of training.

A join that doubles rows often brings a column in which the copies differ; it shall hide none of them. By all
columns rows are counted where the batch lacks one of training's: what is new may be that one under another
name.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from drift.profile.distinct import distinct_of
from drift.profile.repeats import ROWS_KEPT
from drift.profile.table import nested_among

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drift.config import Config
    from drift.profile.profiled import Profiled
    from drift.sources.schema import Contract


def counted_columns(schema: Iterable[str], settings: Config, contract: Contract) -> frozenset[str] | None:
    """Return the columns by which rows of such a schema are counted; None where it is by all of them."""
    wanted = frozenset(column.name for column in contract.columns)
    return wanted if wanted <= {*schema, settings.target, settings.weight} else None


def left_aside(table: Profiled, settings: Config, contract: Contract) -> tuple[str, ...]:
    """Return the columns of a table that rows are not counted by; none where a key says which are copies."""
    counted = counted_columns(table.schema, settings, contract)
    if settings.key or counted is None:
        return ()
    return tuple(name for name in table.profile.columns if name not in counted)


def recounted(table: Profiled, settings: Config, contract: Contract) -> Profiled | None:
    """Return a profile whose rows were counted by all columns as one that counts by those of training.

    From its sample. None where that does not hold all rows, or not all of each: how many are alike is then
    not known.
    """
    aside, sample = left_aside(table, settings, contract), table.profile.sample
    if not aside:
        return table
    if not sample.complete or nested_among(aside, table.profile):
        return None
    alike = sample.without(aside)
    repeats = distinct_of(alike.hashes, alike.counts, limit=ROWS_KEPT)
    return replace(table, profile=replace(table.profile, repeats=repeats))
