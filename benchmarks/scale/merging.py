"""Adding up the profiles of many shards, in a tree and in sequence: time, memory, and the size of the sum.

Run as a program, by the arguments that `merge` has, it prints its result as JSON.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Final

from benchmarks.scale.shards import SHAPES, measured, shards
from drift.profile.profiled_file import profiled_bytes, profiled_of_bytes
from drift.run.stored import add_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from drift.profile.profiled import Profiled


def in_sequence(tables: Iterable[Profiled]) -> Profiled:
    """Return the sum of profiles, one after the other."""
    return reduce(add, tables)


WAYS: Final[dict[str, Callable[[Iterable[Profiled]], Profiled]]] = {"tree": add_up, "sequence": in_sequence}
LOADED: Final = 100  # files that are read, and written, to tell what one costs


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What adding up some shards cost.

    Attributes
    ----------
    way, shards, columns, rows : str, int, int, int
        How, how many, and of what each.
    seconds, processors : float
        Of adding up: from start to end, and how long processors worked.
    load, write : float
        Seconds of processors for reading the file of one shard, and for writing it.
    before, peak : float
        The most megabytes that the process had before adding up, and until its end.
    shard_bytes, sum_bytes, named_bytes : int
        Of the file of a shard, of the sum, and of what in it names the files it is of.
    """

    way: str
    shards: int
    columns: int
    rows: int
    seconds: float
    processors: float
    load: float
    write: float
    before: float
    peak: float
    shard_bytes: int
    sum_bytes: int
    named_bytes: int


def merge(way: str, count: int, columns: int, rows: int, distinct: int) -> Merged:
    """Make the profiles of some shards, add them up, and return what that cost."""
    files = measured(min(distinct, count), rows, SHAPES[columns])
    began = time.process_time()
    tables = [profiled_of_bytes(files[place % len(files)], called="a shard") for place in range(LOADED)]
    loaded = time.process_time()
    for table in tables:
        profiled_bytes(table)
    written, before = time.process_time(), _peak()
    del tables
    start, worked = time.perf_counter(), time.process_time()
    total = WAYS[way](shards(files, count))
    seconds, processors = time.perf_counter() - start, time.process_time() - worked
    if total.profile.rows != rows * count or len(total.files) != count:
        raise SystemExit("the sum is not that of all shards")
    whole = profiled_bytes(total)
    return Merged(
        way=way,
        shards=count,
        columns=columns,
        rows=rows,
        seconds=seconds,
        processors=processors,
        load=(loaded - began) / LOADED,
        write=(written - loaded) / LOADED,
        before=before,
        peak=_peak(),
        shard_bytes=sum(map(len, files)) // len(files),
        sum_bytes=len(whole),
        named_bytes=len(json.dumps([*total.files.items(), *total.names, *total.profile.shards])),
    )


def merged_apart(way: str, count: int, columns: int, rows: int, distinct: int) -> Merged:
    """Return what `merge` does in a process of its own, whose memory holds nothing else."""
    asked = [way, *map(str, (count, columns, rows, distinct))]
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "benchmarks.scale.merging", *asked], check=True, stdout=subprocess.PIPE
    )
    return Merged(**json.loads(done.stdout))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    print(json.dumps(asdict(merge(sys.argv[1], *map(int, sys.argv[2:])))))
