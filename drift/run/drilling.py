"""Drill: break copies of a healthy batch in every way of the catalogue, and see which the gate catches."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from drift.errors import UsageError
from drift.faults import BREAKERS, names_right
from drift.faults.values import table_of
from drift.judge.reference import Reference as LearnedReference
from drift.judge.reference_file import load_reference
from drift.record.drill import Attempt, Drill
from drift.record.version import drift_version
from drift.run.batches import conformed
from drift.run.checking import check
from drift.run.settings import settings_of
from drift.run.stored import profiles_in
from drift.sources.memory import require
from drift.sources.moments import moment_of
from drift.sources.options import READ_ALL, ReadOptions
from drift.sources.source import open_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from os import PathLike

    from drift.config import Config
    from drift.faults import Breaker, Broken
    from drift.run.settings import ConfigLike
    from drift.run.values import Run

ROWS = 5_000  # broken, if not told otherwise: a batch of which every fault of the catalogue should show
NOTHING_DONE = "nothing was broken"


def drill(  # noqa: PLR0913 - one for each option of the command
    data: object,
    reference: LearnedReference | str | PathLike[str],
    *,
    config: ConfigLike | None = None,
    rows: int = ROWS,
    seed: int = 0,
    as_of: datetime | str | None = None,
    options: ReadOptions = READ_ALL,
    progress: Callable[[str], None] | None = None,
) -> Drill:
    """Break copies of a healthy batch in every way of the catalogue, and say which this gate catches.

    Each column is broken alone, by every way of `drift.faults.BREAKERS` that makes sense for its kind and
    values: of all rows first, then of 20 %, 5 % and 1 %, until it is not caught. Each copy is checked as
    `drift.check` would.

    Parameters
    ----------
    data : object
        Healthy rows, in any form that `check` takes but profiles; their first `rows` are broken.
    reference : Reference or path
        What copies are compared with.
    config : Config, mapping or path, optional
        As in `check`. Where it has `max_age`, `rows` or `key`, their faults are tried, too.
    rows, seed : int
        How many rows are broken, at least 1; what draws them.
    as_of : datetime or str, optional
        As in `check`; the newest time of the rows, if not given.
    options : ReadOptions
        How the rows are read.
    progress : callable, optional
        Told in a line which column is broken now.

    Returns
    -------
    Drill
        What was tried, caught and named. Columns that are in breach before anything is broken are left
        out.

    Raises
    ------
    DriftError
        If the data, reference or config cannot be read.

    Examples
    --------
    >>> import drift
    >>> import polars as pl
    >>> healthy = pl.DataFrame({"flag": [i % 3 == 0 for i in range(1000)]})
    >>> found = drift.drill(healthy, drift.fit(healthy))
    >>> [(line.fault, line.tried, line.caught) for line in found.table if line.fault != "missing_values"][:2]
    [('frozen', 1, 1), ('type_change', 3, 3)]
    """
    if rows < 1:
        raise UsageError("a drill breaks 1 row or more", seen=str(rows), state=NOTHING_DONE)
    if not isinstance(reference, LearnedReference):
        reference = load_reference(str(reference))
    settings = settings_of(reference, config)
    frame, names = _read(data, reference, settings, replace(options, limit=min(rows, options.limit or rows)))
    moment = moment_of(as_of) if as_of is not None else _newest(frame, settings.time)
    gate = _Gate(reference=reference, settings=settings, as_of=moment)
    healthy = check(
        frame,
        reference,
        config=settings,
        as_of=moment,
        options=replace(READ_ALL, columns=options.columns),
        remember=False,
        accepted=(),  # what people accept is no health
    )
    left_out = _left_out(healthy, frame, settings, options)
    attempts: list[Attempt] = []
    columns = [name for name in frame.columns if name in reference.kinds and name not in left_out]
    for place, column in enumerate(columns if frame.height else ()):
        if progress is not None:
            progress(f"{column}: column {place + 1} of {len(columns)}")
        attempts += _of_column(gate, frame, column, seed, first=place == 0)
        if options.memory is not None:
            require(options.memory, 0, "breaking and checking copies")
    return Drill(
        drift_version=drift_version(),
        dataset=settings.dataset,
        sensitivity=settings.sensitivity,
        reference=reference.path,
        reference_digest=reference.digest,
        sources=names,
        rows=frame.height,
        seed=seed,
        verdict=healthy.verdict,
        left_out=left_out,
        attempts=tuple(attempts),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Gate:
    """What copies are checked with."""

    reference: LearnedReference
    settings: Config
    as_of: datetime | None

    def check(self, frame: pl.DataFrame) -> Run:
        """Return what `drift.check` says of some rows."""
        return check(
            frame,
            self.reference,
            config=self.settings,
            as_of=self.as_of,
            evidence=0,
            remember=False,
            accepted=(),
        )

    def looks_for(self, breaker: Breaker, column: str) -> bool:
        """Return whether a way to break is one that this gate can look for, in this column."""
        match breaker.needs:
            case "max_age":
                return self.settings.most_age is not None and column == self.settings.time
            case "rows":
                return self.settings.rows is not None and self.settings.rows.min is not None
            case "key":
                return column in (getattr(self.settings, "key", None) or ())
            case _:
                return True


def _read(
    data: object, reference: LearnedReference, settings: Config, options: ReadOptions
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Return the healthy rows by the contract's types, and what they are called."""
    if profiles_in(data, options if options.limit is None else replace(options, limit=None)) is not None:
        raise UsageError(
            "a drill breaks rows, and a profile has none", mend="name the data itself", state=NOTHING_DONE
        )
    source = open_source(data, contract=reference.contract, options=options.placed(settings.time))
    batches = list(conformed(source, reference.contract, frozenset(settings.ignore), []))
    return pl.concat(batches, how="vertical_relaxed"), tuple(sorted(set(source.names)))


def _newest(frame: pl.DataFrame, time: str | None) -> datetime | None:
    """Return the newest time of the rows: what their batch would stand for; None where none tells."""
    if time is None or time not in frame.columns:
        return None
    newest = frame.get_column(time).max()
    if isinstance(newest, datetime):
        return newest if newest.tzinfo else newest.replace(tzinfo=UTC)
    return datetime(newest.year, newest.month, newest.day, tzinfo=UTC) if isinstance(newest, date) else None


def _left_out(healthy: Run, frame: pl.DataFrame, settings: Config, options: ReadOptions) -> dict[str, str]:
    """Return why columns are not broken."""
    reasons = {}
    for one in healthy.columns:
        if options.columns is not None and one.name not in options.columns:
            continue
        if one.verdict == "skipped":
            reasons[one.name] = one.reason or "not checked"
        elif one.name not in frame.columns:
            reasons[one.name] = "the batch does not have it"
        elif one.name == settings.target:
            reasons[one.name] = "the target, of which nothing is a breach"
        elif one.verdict == "breach":
            reasons[one.name] = "in breach before anything is broken"
        elif one.reference_dtype is None:
            reasons[one.name] = "the reference does not have it"
    return reasons


def _of_column(gate: _Gate, frame: pl.DataFrame, column: str, seed: int, *, first: bool) -> Iterator[Attempt]:
    """Yield what is tried on a column; with the first one also what is tried on the batch."""
    kind = gate.reference.kinds[column].kind
    for breaker in BREAKERS:
        if kind not in breaker.kinds and not (first and not breaker.kinds):
            continue
        if not gate.looks_for(breaker, column):
            continue
        for share in sorted(breaker.shares, reverse=True):
            if not breaker.applies_to(frame, column, share=share):
                continue
            place = [seed, zlib.crc32(f"{column}/{breaker.name}".encode()), round(1000 * share)]
            broken = breaker.breaks(frame, column, np.random.default_rng(place), share=share)
            attempt = _attempt(gate, breaker, broken, column, share)
            yield attempt
            if not attempt.caught:
                break


def _attempt(gate: _Gate, breaker: Breaker, broken: Broken, column: str, share: float) -> Attempt:
    """Return what the gate makes of a broken copy.

    Where one column alone is concerned it is checked alone, beside the batch's time: all others are
    missing then, which leaves the budget of false alarms that of the whole table.
    """
    alone = broken.columns == (column,) and column in broken.frame.columns and breaker.fault != "relation"
    beside = {column, gate.settings.time}
    names = [name for name in broken.frame.columns if not alone or name in beside]
    run = gate.check(table_of((name, broken.frame.get_column(name)) for name in names))
    findings = [finding for one in run.columns if one.name in broken.columns for finding in one.findings] + [
        one for one in run.findings if one.column is None or one.column in broken.columns
    ]
    verdicts = {one.verdict for one in findings}
    said = tuple(dict.fromkeys(one.diagnosis.fault for one in findings if one.diagnosis is not None))
    return Attempt(
        fault=breaker.fault,
        variant=breaker.variant,
        column=column if breaker.kinds else None,
        share=share,
        caught="breach" in verdicts or (breaker.fault == "new_column" and "warning" in verdicts),
        named=names_right(broken, said),
        said=said,
    )
