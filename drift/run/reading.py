"""From a source to a profiled table: one pass over the rows, the same for every command."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from drift.profile.profiled import Profiled, Settled
from drift.profile.segments import MAX_LEVELS
from drift.profile.table import WORKERS, Plan, profile_batches
from drift.profile.weights import no_weights, weigh
from drift.run.batches import conformed
from drift.run.counting import counted_columns
from drift.sources.schema import Contract, dtype_name
from drift.sources.tally import tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import polars as pl

    from drift.config import Config
    from drift.judge.reference import Reference
    from drift.sources.conform import Reading
    from drift.sources.source import Source
    from drift.sources.user_schema import Watch


def hidden_columns(settings: Config) -> tuple[str, ...]:
    """Return the columns that are ignored, but for the part that they have in a key."""
    return tuple(sorted({*settings.key} & {*settings.ignore}))


def ignored_types(table: Profiled, settings: Config) -> dict[str, str]:
    """Return the physical types of the columns that the config ignores."""
    return {name: dtype_name(dtype) for name, dtype in table.schema.items() if name in settings.ignore}


def settled_by(reference: Reference) -> Settled:
    """Return what of a reference settles how rows are read."""
    return Settled(digest=reference.digest, contract=reference.contract)


def read_table(
    source: Source,
    settings: Config,
    *,
    settled: Settled | None = None,
    pieces: bool = True,
    watch: Watch | None = None,
    named: tuple[tuple[int, ...], ...] = (),
    workers: int = WORKERS,
) -> Profiled:
    """Return the profile of a source, and how it came.

    Parameters
    ----------
    source : Source
        What to read.
    settings : Config
        Says what to ignore, how large a sample to keep, and along which time to cut pieces.
    settled : Settled, optional
        The reference that settles the types; without one the data's own hold.
    pieces : bool
        Whether pieces are kept, from which movement is learned, and levels of segments that the reference
        does not name: a batch that is only checked needs none.
    watch : Watch, optional
        Holds the rows to a user's schema while they pass by.
    named : tuple of tuples of int
        The levels of each segment column that are kept apart, by their hashes; a reference names its own.
    workers : int
        Batches that are counted side by side, where memory is not bounded.
    """
    contract = settled.contract if settled else Contract.learn(source.schema, source.time_formats)
    plan = Plan(
        sample=settings.sample,
        key=settings.key,
        hidden=hidden_columns(settings),
        segments=settings.segments,
        levels=MAX_LEVELS if pieces and settings.segments else 0,
        named=named,
    )
    if pieces and settings.time:
        plan = replace(plan, pieces="calendar", time=settings.time)
    readings: list[Reading] = []
    if watch is not None:
        watch.unread = frozenset(source.left_out)
    weighing = _Weighing(settings.weight if settled is None else None)
    profile = profile_batches(
        weighing.passing(
            conformed(
                source,
                contract,
                frozenset(settings.ignore) - set(plan.hidden),
                readings,
                frozenset(name for name in source.schema if settings.column(name).sensitive),
                None if watch is None else watch.see,
            )
        ),
        plan,
        workers=workers if source.memory is None else 1,  # each has a batch in memory
        counted=counted_columns(source.schema, settings, contract) if settled else None,
    )
    shards = {file.shard: file.name for file in sorted(source.files, key=lambda file: file.shard)}
    if source.window is not None:
        shards = {source.window.window.shard(shard): name for shard, name in shards.items()}
    return Profiled(
        profile=replace(profile, shards=frozenset(shards)),
        schema=dict(source.schema),
        places={name: place for place, name in enumerate(source.schema)},
        time_formats=dict(sorted(source.time_formats.items())),
        settled=settled,
        readings=tally(readings) if settled else (),
        names=tuple(sorted(set(source.names))),
        files=shards,
        config=settings,
        left_out=tuple(sorted(source.left_out)),
        weighted=weighing.found,
        window=source.window.seen if source.window else None,
    )


class _Weighing:
    """Weighs the batches of a stream that passes by; without a column of weights it only lets them pass."""

    def __init__(self, name: str | None) -> None:
        self.name = name
        self.found = None if name is None else no_weights()

    def passing(self, batches: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
        """Yield the batches as they are."""
        for batch in batches:
            if self.name is not None and self.found is not None:
                self.found += weigh(batch, self.name)
            yield batch
