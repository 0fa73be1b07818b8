"""Evidence: a few rows of the batch that show each fault, its column and the key's only.

Rows are read a second time where the data can be, of the columns concerned alone; else, or where it holds
all rows, they come from the sample. Of those that show a fault the ones with the smallest hashes are taken,
so that neither threads nor the sizes of batches decide which. Sensitive columns are never shown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from drift.diagnose.condition import Condition
from drift.diagnose.format_change import texts_of_new_forms
from drift.diagnose.rows import outside, rows_of
from drift.errors import DriftError
from drift.judge.result import ColumnResult, Evidence, Finding
from drift.judge.segment import in_level, place_in
from drift.profile.mask import masked
from drift.profile.sample import as_kept, sample_of
from drift.profile.segments import NULL_LEVEL
from drift.run.again import can_be_read_again
from drift.sources.conform import conform
from drift.sources.source import open_source
from drift.sources.text import present, stripped

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from drift.config import Config
    from drift.diagnose.diagnosis import Diagnosis
    from drift.judge.live import Live
    from drift.judge.reference import Reference
    from drift.profile.column import ColumnProfile
    from drift.profile.sample import Sample
    from drift.sources.options import ReadOptions
    from drift.sources.schema import Contract
    from drift.sources.source import Source

FIRST_DAY: Final = date.min.toordinal() - date(1970, 1, 1).toordinal()  # since 1970, of Python's calendar
LAST_DAY: Final = date.max.toordinal() - date(1970, 1, 1).toordinal()
_A_DAY: Final = {"d": 1, "ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}

_NO_ROWS: Final = "evidence needs rows, and these cannot be read again, nor is there a sample"
_SENSITIVE: Final = "the column is sensitive: no value of it is shown"
_NOT_KEPT: Final = "what cannot be read is kept nowhere, and these rows cannot be read a second time"
_NOT_AGAIN: Final = "from the sample: the data cannot be read a second time"
_OF_A_PROFILE: Final = "from the sample: the batch was given as a profile"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Within:
    """The level whose rows alone are looked for; `key` is None for all but the named ones."""

    column: str
    key: int | None
    named: frozenset[int]

    def mask(self, frame: pl.DataFrame) -> pl.Series:
        if self.column not in frame.columns:
            return pl.Series([self.key == NULL_LEVEL]).new_from_index(0, frame.height)
        return pl.Series(in_level(frame.get_column(self.column), self.key, self.named))


class _Asked:
    """One finding whose rows are looked for: its column, the condition they meet, and what was found.

    Without a condition, the rows whose values cannot be read.
    """

    def __init__(
        self,
        column: ColumnResult,
        finding: Finding,
        condition: Condition | None,
        keys: tuple[str, ...],
        within: _Within | None = None,
        *,
        shown: bool = True,
    ) -> None:
        self.finding = finding
        self.condition = condition
        self.column = column.live_name
        self.within = within
        segment = [within.column] if within is not None and shown else []
        self.names = tuple(dict.fromkeys([*keys, *segment, self.column]))
        self.read = tuple(dict.fromkeys([*self.names, *([within.column] if within is not None else [])]))
        self.found: Sample | None = None

    def look(self, frame: pl.DataFrame, rows: int) -> None:
        """Add the rows of a batch that meet the condition, the distinct ones with the smallest hashes."""
        if self.condition is None or self.column not in frame.columns:
            return
        mask = self.condition.mask(frame.get_column(self.column))
        if self.within is not None:
            mask &= self.within.mask(frame)
        if not mask.any():
            return
        shown = pl.DataFrame({name: frame.get_column(name) for name in self.names if name in frame.columns})
        self._keep(shown.filter(mask), rows)

    def look_as_it_came(self, came: pl.DataFrame, frame: pl.DataFrame, rows: int) -> None:
        """Look at rows of a batch as they were read, or as they came where it is that they cannot be read."""
        if self.condition is not None:
            self.look(frame, rows)
        elif self.column in came.columns and (texts := _texts(came.get_column(self.column))) is not None:
            lost = texts.is_not_null() & frame.get_column(self.column).is_null()
            if lost.any():
                shown = {name: frame.get_column(name) for name in self.names if name in frame.columns}
                self._keep(pl.DataFrame({**shown, self.column: texts}).filter(lost), rows)

    def _keep(self, shown: pl.DataFrame, rows: int) -> None:
        sample = sample_of(shown, rows)
        self.found = sample if self.found is None else self.found + sample

    def told(self, note: str | None) -> Evidence:
        """Return what was found, the key's columns first."""
        if self.found is None:
            note = _NOT_KEPT if self.condition is None else note
            return Evidence(rows=(), note=note or "no row shows it by itself")
        kept = self.found.rows
        names = [name for name in self.names if name in kept.columns]
        columns = [shown_values(kept.get_column(name)) for name in names]
        rows = sorted(zip(*columns, strict=True), key=_in_order)
        return Evidence(rows=tuple(dict(zip(names, row, strict=True)) for row in rows), note=note)


def _texts(column: pl.Series) -> pl.Series | None:
    """Return values as the texts that they came as, null where one is missing; None where they are nested."""
    if isinstance(column.dtype, pl.List | pl.Array | pl.Struct | pl.Binary | pl.Object):
        return None
    text = column.cast(pl.String(), strict=False).to_frame()
    return text.select(present(stripped(pl.first()))).to_series()


def shown_values(column: pl.Series) -> list[Any]:
    """Return the values of a column; times that no calendar of Python's has, as counts since 1970."""
    dtype = column.dtype
    if not isinstance(dtype, pl.Date | pl.Datetime):
        return column.to_list()
    unit = dtype.time_unit if isinstance(dtype, pl.Datetime) else "d"
    first, last = (day * _A_DAY[unit] for day in (FIRST_DAY, LAST_DAY + 1))
    counts = column.to_physical()
    within = counts.is_between(first, last, closed="left")
    if within.all():
        return column.to_list()
    known = pl.select(pl.when(within).then(column)).to_series().to_list()
    return [
        f"{count} {unit} since 1970" if time is None and count is not None else time
        for time, count in zip(known, counts.to_list(), strict=True)
    ]


def _in_order(row: tuple[Any, ...]) -> list[tuple[bool, bool, Any]]:
    """Return what rows are sorted by: values, then texts (that stand for them, perhaps), then nulls."""
    return [(value is None, isinstance(value, str), value) for value in row]


def show_evidence(
    columns: Iterable[ColumnResult],
    data: object,
    *,
    reference: Reference,
    live: Live,
    config: Config,
    options: ReadOptions,
    rows: int,
) -> tuple[ColumnResult, ...]:
    """Return the results, each finding with up to `rows` rows of the batch that show it.

    Parameters
    ----------
    columns : iterable of ColumnResult
        What was found.
    data : object
        The batch, as it was given to be checked.
    reference, live, config, options
        What it was checked by, and what was read of it.
    rows : int
        The most rows of each finding; 0 for none.
    """
    results = tuple(columns)
    if rows <= 0:
        return results
    asked = list(_asked(results, reference, live, config))
    if not asked:
        return _with(results, {}, config)
    note = _look(asked, data, reference=reference, live=live, config=config, options=options, rows=rows)
    return _with(results, {id(one.finding): one.told(note) for one in asked}, config)


def _asked(
    results: Iterable[ColumnResult], reference: Reference, live: Live, config: Config
) -> Iterator[_Asked]:
    """Yield the findings that rows can show."""
    keys = tuple(name for name in config.key if not config.column(name).sensitive)
    for column in results:
        if (
            column.name not in reference.profile.columns
            or config.column(column.name).sensitive
            or config.column(column.live_name).sensitive
        ):
            continue
        for finding in column.findings:
            within, before, now = _sides(finding, column, reference, live)
            diagnosis = finding.diagnosis
            condition = rows_of(diagnosis, before) if diagnosis else None
            if diagnosis is None and finding.check == "range":
                condition = outside(before)
            if diagnosis is not None and diagnosis.fault == "format_change":
                condition = _of_new_forms(before, now)
            if _is_unreadable(diagnosis):
                yield _Asked(column, finding, None, keys)
            elif condition is not None:
                shown = within is None or not config.column(within.column).sensitive
                yield _Asked(column, finding, condition, keys, within, shown=shown)


def _is_unreadable(diagnosis: Diagnosis | None) -> bool:
    return (
        diagnosis is not None and diagnosis.fault == "type_change" and diagnosis.parameters["unreadable"] > 0
    )


def _sides(
    finding: Finding, column: ColumnResult, reference: Reference, live: Live
) -> tuple[_Within | None, ColumnProfile, ColumnProfile | None]:
    """Return what both sides keep of the column where a finding is: in all rows, or in a level."""
    before, now = reference.profile.columns[column.name], live.profile.columns.get(column.live_name)
    if finding.segment is None:
        return None, before, now
    name, key, level = place_in(reference.profile.segments, finding.segment)
    _, _, mine = place_in(live.profile.segments, finding.segment)
    within = _Within(column=name, key=key, named=frozenset(reference.profile.segments[name].levels))
    return within, level.column(before), None if now is None else mine.column(now)


def _of_new_forms(before: ColumnProfile, now: ColumnProfile | None) -> Condition | None:
    """Return the condition of texts that are built as none of training's is; None where none is."""
    if now is None or not before.family == now.family == "text":
        return None
    new = texts_of_new_forms(before, now)
    return Condition(values=tuple(sorted(new))) if new else None


def _look(
    asked: list[_Asked],
    data: object,
    *,
    reference: Reference,
    live: Live,
    config: Config,
    options: ReadOptions,
    rows: int,
) -> str | None:
    """Fill in what is found, and return where it comes from if not from all rows."""
    sample = live.profile.sample
    names = [name for one in asked for name in one.read if name in live.dtypes]
    if not live.profiled and can_be_read_again(data):
        kept = all(one.condition is not None for one in asked)  # of what cannot be read samples have nulls
        if kept and _holds_all(sample, live.profile.rows, names):
            for one in asked:
                one.look(sample.rows, rows)
            return None
        sensitive = frozenset(name for name in names if config.column(name).sensitive)
        again = replace(options, columns=tuple(dict.fromkeys(names)), places={}, progress=None)
        try:
            source = open_source(data, contract=reference.contract, options=again)
            _look_again(asked, source, reference.contract, sensitive, rows)
        except DriftError:  # it went, or changed: what was kept of it is as it was checked
            for one in asked:
                one.found = None
        else:
            return None
    if not sample.limit:
        return _NO_ROWS
    for one in asked:
        one.look(sample.rows, rows)
    return _OF_A_PROFILE if live.profiled else _NOT_AGAIN


def _look_again(
    asked: list[_Asked], source: Source, contract: Contract, sensitive: Container[str], rows: int
) -> None:
    """Look at batches that are read a second time."""
    for batch in source.batches():
        frame, _ = conform(batch, contract)
        if frame.height:
            kept = as_kept(masked(frame, sensitive))
            for one in asked:
                one.look_as_it_came(batch.frame, kept, rows)


def _holds_all(sample: Sample, rows: int, names: Iterable[str]) -> bool:
    """Return whether a sample has all rows of the batch, and all of some columns."""
    return int(sample.counts.sum()) == rows and set(names) <= {*sample.rows.columns}


def _with(
    results: Iterable[ColumnResult], found: Mapping[int, Evidence], config: Config
) -> tuple[ColumnResult, ...]:
    return tuple(
        column
        if not column.findings
        else replace(
            column,
            findings=tuple(
                replace(
                    one,
                    evidence=found.get(id(one))
                    or (Evidence(rows=(), note=_SENSITIVE) if config.column(column.name).sensitive else None),
                )
                for one in column.findings
            ),
        )
        for column in results
    )
