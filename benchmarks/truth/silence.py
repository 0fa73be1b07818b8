"""Tables in which nothing broke: random halves, which are exchangeable, and halves in time, which move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import drift

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np

    from benchmarks.truth.tables import Table

BATCH_ROWS = (100, 1_000, 10_000)
LARGE, SMALL = 5_000, 300  # rows of a batch in time


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One batch in which nothing broke.

    Attributes
    ----------
    table, batch : str
        Where it is from.
    rows : int
        Its rows.
    verdict : str
        What the check said.
    columns : int
        How many columns were judged.
    breaches, units, faults : tuple of str
        Columns in breach; those of which a unit was named; those of which any fault was, movement aside.
    """

    table: str
    batch: str
    rows: int
    verdict: str
    columns: int
    breaches: tuple[str, ...]
    units: tuple[str, ...]
    faults: tuple[str, ...]


def random_halves(table: Table, random: np.random.Generator, repeats: int) -> Iterator[Trial]:
    """Learn from one half of the rows, and check batches drawn from the other."""
    reference_rows, other = table.halves(random)
    reference = drift.fit(reference_rows)
    for rows in BATCH_ROWS:
        if rows > other.height:
            continue
        for _ in range(repeats):
            live = other[random.choice(other.height, rows, replace=False)]
            yield _trial(table.name, f"{rows:,} rows", drift.check(live, reference))


def halves_in_time(table: Table, *, told: bool) -> Iterator[Trial]:
    """Learn from the earlier half, and check what came later; `told` is whether the config has the time."""
    half = table.frame.height // 2
    later = table.frame.tail(table.frame.height - half)
    reference = drift.fit(table.frame.head(half), config={"time": table.time} if told else None)
    batches = {
        "later half": later,
        f"next {LARGE:,}": later.head(LARGE),
        f"last {LARGE:,}": later.tail(LARGE),
        f"next {SMALL:,}": later.head(SMALL),
    }
    for batch, live in batches.items():
        yield _trial(table.name, batch, drift.check(live, reference))


def _trial(table: str, batch: str, run: drift.Run) -> Trial:
    faults = {
        column.name: {one.diagnosis.fault for one in column.findings if one.diagnosis is not None}
        for column in run.columns
    }
    return Trial(
        table=table,
        batch=batch,
        rows=run.live.rows,
        verdict=run.verdict,
        columns=sum(column.verdict != "skipped" for column in run.columns),
        breaches=tuple(column.name for column in run.columns if column.verdict == "breach"),
        units=tuple(name for name, found in faults.items() if found & {"unit_change", "epoch_unit"}),
        faults=tuple(name for name, found in faults.items() if found),
    )
