"""What large tables cost, reckoned from rates that were measured here: no such table was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from benchmarks.scale.merging import Merged

ROWS: Final = (10**9, 10**11, 10**13)
SHARD_ROWS: Final = (
    10**8
)  # a task's: small enough to be done again, and 100,000 of them are the largest table
PROCESSORS: Final = (16, 256, 4096)
AN_HOUR: Final = 3600
PRICE: Final = 0.05  # dollars for an hour of a processor: what clouds ask for, about; not measured
HEADER: Final = """\
| rows | shards | hours of processors | processors | time | profiles GB | adding up on one, min | dollars |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """What was measured.

    Attributes
    ----------
    rows : float
        Rows that a processor counts in a second.
    merge : float
        Seconds of a processor for reading the file of a shard and adding it to a sum.
    write : float
        The same for writing it.
    shard_bytes : int
        Of the file of a shard.
    """

    rows: float
    merge: float
    write: float
    shard_bytes: int


def rates_of(rows: float, merged: Merged) -> Rates:
    """Return the rates that a merge and a profile of a file tell."""
    each = merged.processors / max(merged.shards - 1, 1)
    return Rates(rows=rows, merge=merged.load + each, write=merged.write, shard_bytes=merged.shard_bytes)


def reckoned(rates: Rates) -> list[str]:
    """Return a line for each size of table."""
    return [_line(rows, processors, rates) for rows, processors in zip(ROWS, PROCESSORS, strict=True)]


def _line(rows: int, processors: int, rates: Rates) -> str:
    shards = max(1, rows // SHARD_ROWS)
    adding = shards * rates.merge
    counting = rows / rates.rows + shards * rates.write
    hours = (counting + adding) / AN_HOUR
    # Counting is shared by as many tasks as there are; of adding up, the last sums are one after the other.
    working = min(processors, shards)
    seconds = counting / working + adding / working + shards.bit_length() * rates.merge
    return (
        f"| 10^{len(str(rows)) - 1} | {shards:,} | {hours:,.1f} | {processors:,} | {_words(seconds)} "
        f"| {shards * rates.shard_bytes / 1e9:,.3f} | {adding / 60:,.1f} | {hours * PRICE:,.2f} |"
    )


def _words(seconds: float) -> str:
    return f"{seconds:,.0f} s" if seconds < 2 * 60 else f"{seconds / 60:,.0f} min"
