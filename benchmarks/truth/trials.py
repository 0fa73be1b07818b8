"""One trial: a batch is broken in one way and checked, and what was said is held against the truth."""

from __future__ import annotations

import time
import zlib
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

import drift
from benchmarks.truth.ties import Affine, is_far, plausible, rivals, same, visible
from drift.faults import names_right, parameters_right, share_right
from drift.faults.breaker import ALL_ROWS
from drift.faults.units import MAPS
from drift.faults.values import numbers

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from benchmarks.truth.tables import Table
    from drift.faults import Breaker, Broken

ENOUGH = 5_000  # rows that tell of most columns that a way to break makes no sense for them
TIMED = 3  # times, of which the least counts: of the healthy columns, and of a check that seems slow
SLOW = 0.01  # seconds
COMPANIONS = 2  # healthy columns that stand beside the one that is broken
OF_THE_BATCH = "(the batch)"
NOTHING = "(nothing)"
UNNAMED = "(no name)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is tried: one way to break one column of one table, at one size."""

    table: str
    column: str
    breaker: Breaker
    share: float
    rows: int
    repeat: int = 0

    @property
    def key(self) -> str:
        """What tells it from any other case."""
        return f"{self.breaker.name} | {self.share} of {self.rows} | {self.table}.{self.column}"

    @property
    def seed(self) -> list[int]:
        """What draws it, of its own names: no case depends on which others are tried."""
        words = f"{self.table}/{self.column}/{self.breaker.name}"
        return [zlib.crc32(words.encode()), round(1000 * self.share), self.rows, self.repeat]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What became of a case.

    Attributes
    ----------
    case : Case
        What was tried.
    kind : str
        What the column is.
    visible : bool
        Whether the rows can show the change at all (see `ties`).
    far : bool
        Whether a factor takes rows so far that a share of them stands apart.
    tied : bool
        Whether another conversion gives the same rows, as far as they can tell.
    detected, named, parameters : bool
        Whether the column is in breach (a new one: not ok); the right fault and no wrong one said; its
        parameters right, too.
    both : bool
        Whether, of tied candidates, two were said to explain as much.
    share : bool or None
        Whether the share is right; None where all rows are concerned or none was told.
    blamed : tuple of str
        Other columns in breach.
    healthy : int
        How many other columns were there.
    whole : bool
        Whether the whole table was checked.
    said : str
        What was said, for the list of misses.
    headline : str
        The fault that the worst finding names.
    seconds : float
        What the check took beyond that of the healthy columns, by the processor's clock, each the least of a
        few times.
    """

    case: Case
    kind: str
    visible: bool
    far: bool
    tied: bool
    detected: bool
    named: bool
    parameters: bool
    both: bool
    share: bool | None
    blamed: tuple[str, ...]
    healthy: int
    whole: bool
    said: str
    headline: str
    seconds: float


@dataclass(slots=True, kw_only=True, eq=False)
class Prepared:
    """A table dealt into a reference, which is fitted once, and healthy rows to break."""

    table: Table
    reference: drift.Reference
    learned: pl.DataFrame
    healthy: pl.DataFrame
    timed: drift.Reference | None
    keys: dict[str, drift.Reference] = field(default_factory=dict)
    batches: dict[int, pl.DataFrame] = field(default_factory=dict)
    seconds: dict[tuple[int, tuple[str, ...]], float] = field(default_factory=dict)

    def batch(self, rows: int) -> pl.DataFrame:
        """Return the healthy batch of so many rows."""
        if rows not in self.batches:
            self.batches[rows] = self.healthy.head(rows)
        return self.batches[rows]

    def usual_seconds(self, rows: int, columns: tuple[str, ...]) -> float:
        """Return the least that a check of some healthy columns takes, by the processor's clock."""
        if (rows, columns) not in self.seconds:
            batch = self.batch(rows).select(columns)
            self.seconds[rows, columns] = min(
                _timed(lambda: drift.check(batch, self.reference))[1] for _ in range(TIMED)
            )
        return self.seconds[rows, columns]

    def keyed(self, column: str) -> drift.Reference:
        """Return the reference that has this column for its key."""
        if column not in self.keys:
            self.keys[column] = drift.fit(self.learned, config={"key": [column]})
        return self.keys[column]

    def kind(self, column: str) -> str:
        """Return what a column is."""
        return self.reference.kinds[column].kind


def prepare(table: Table, seed: int) -> Prepared:
    """Deal a table's rows, and fit what every trial on it shares."""
    learned, healthy = table.halves(np.random.default_rng([seed, 17]))
    timed = drift.fit(learned, config={"time": table.time}) if table.time is not None else None
    return Prepared(table=table, reference=drift.fit(learned), learned=learned, healthy=healthy, timed=timed)


def applies(prepared: Prepared, breaker: Breaker, column: str, share: float, rows: int) -> bool:
    """Return whether a way to break makes sense for a column, by its kind, its name and its values."""
    if prepared.healthy.height < rows or (breaker.kinds and prepared.kind(column) not in breaker.kinds):
        return False
    if breaker.needs == "max_age" and column != prepared.table.time:
        return False
    # A few rows rule most out; what more of them make of what is near a bound, only they tell.
    for some in sorted({min(rows, ENOUGH), rows}):
        if not breaker.applies_to(prepared.batch(some), column, share=share):
            return False
    if breaker.fault != "unit_change":
        return True
    allowed = plausible(column)
    how = _map_of(breaker)
    return allowed is None or how in allowed or (how.offset == 0 and _power_of_ten(how.factor))


def _power_of_ten(factor: float) -> bool:
    exponent = np.log10(factor)
    return bool(abs(exponent - round(exponent)) < 1e-9)  # noqa: PLR2004 - a float's rounding


def _map_of(breaker: Breaker) -> Affine:
    """Return the map of a change of unit."""
    how = next(one for one in MAPS if one.variant == breaker.variant)
    return Affine(float(f"{how.times / how.per:.12g}"), float(f"{how.offset:.12g}"))


def run(prepared: Prepared, case: Case, *, whole: bool = False) -> Trial:
    """Break, check, and hold what was said against the truth."""
    batch = prepared.batch(case.rows)
    broken = case.breaker.breaks(batch, case.column, np.random.default_rng(case.seed), share=case.share)
    alone = broken.columns == (case.column,) and case.column in broken.frame.columns
    # A relation is with another column, which has to be there.
    whole = whole or not alone or bool(case.breaker.needs) or broken.fault == "relation"
    live = broken.frame if whole else broken.frame.select(_few(broken.frame.columns, case.column))
    usual = 0.0 if whole else prepared.usual_seconds(case.rows, tuple(live.columns))
    check = partial(_check, prepared, case, live, batch)
    run_of_it, seconds = _timed(check)
    if not whole and seconds - usual > SLOW:  # once more, for what else the machine did is not ours
        seconds = min(seconds, *(_timed(check)[1] for _ in range(TIMED - 1)))
    faults, parameters = _named(run_of_it, broken)
    concerned = [run_of_it[name] for name in broken.columns if name in _names(run_of_it)]
    others = [one for one in run_of_it.columns if one.name in live.columns and one.name not in broken.columns]
    if broken.fault == "duplicate_rows":  # a row that comes twice brings its unique values twice
        others = [one for one in others if one.kind != "identifier"]
    headline = next((name for name in faults), NOTHING)
    facts = _facts(case, batch, prepared.reference.profile.rows)
    return Trial(
        case=case,
        kind=prepared.kind(case.column),
        visible=facts.visible,
        far=facts.far,
        tied=bool(facts.rivals),
        detected=_detected(run_of_it, broken),
        named=names_right(broken, list(faults)),
        parameters=any(
            parameters_right(broken, name, told) or _is_rival(name, told, facts.rivals)
            for name, told in parameters
        ),
        both=any(_says_both(one.diagnosis) for one in concerned),
        share=_share(broken, concerned),
        blamed=tuple(one.name for one in others if one.verdict == "breach"),
        healthy=len(others),
        whole=whole,
        said=_said(run_of_it, broken),
        headline=headline,
        seconds=seconds - usual,
    )


def _timed(check: Callable[[], drift.Run]) -> tuple[drift.Run, float]:
    """Return a run, and how long it took by the processor's clock."""
    began = time.process_time()
    return check(), time.process_time() - began


def _check(prepared: Prepared, case: Case, live: pl.DataFrame, batch: pl.DataFrame) -> drift.Run:
    time_column = prepared.table.time
    match case.breaker.needs:
        case "max_age" if prepared.timed is not None and time_column is not None:
            newest: Any = batch.get_column(time_column).max()
            config = {"time": time_column, "max_age": "36h"}
            as_of = newest.isoformat() if hasattr(newest, "hour") else f"{newest.isoformat()}T23:59:59"
            return drift.check(live, prepared.timed, config=config, as_of=as_of)
        case "rows":
            return drift.check(live, prepared.reference, config={"rows": {"min": max(1, case.rows // 2)}})
        case "key":
            return drift.check(live, prepared.keyed(case.column))
        case _:
            return drift.check(live, prepared.reference)


def _few(names: list[str], column: str) -> list[str]:
    """Return a column and those beside it, in order: all others are missing, which costs nothing to say.

    The budget stays that of the whole table, for it is split over the reference's columns.
    """
    place = names.index(column)
    beside = {names[(place + step) % len(names)] for step in range(1, COMPANIONS + 1)}
    return [name for name in names if name == column or name in beside]


def _names(run_of_it: drift.Run) -> set[str]:
    return {one.name for one in run_of_it.columns}


def _findings(run_of_it: drift.Run, broken: Broken) -> list[Any]:
    """Return what was found of the columns concerned, or of the batch, the worst first."""
    columns = [finding for one in run_of_it.columns if one.name in broken.columns for finding in one.findings]
    batch = [one for one in run_of_it.findings if one.column is None or one.column in broken.columns]
    found = [*batch, *columns] if not broken.columns else [*columns, *batch]
    return sorted(found, key=lambda one: one.verdict != "breach")


def _named(run_of_it: drift.Run, broken: Broken) -> tuple[dict[str, None], list[tuple[str, dict[str, Any]]]]:
    """Return the faults that were named, the worst finding's first, and each with its parameters."""
    said = [one.diagnosis for one in _findings(run_of_it, broken) if one.diagnosis is not None]
    unnamed = [UNNAMED] if not said and _findings(run_of_it, broken) else []
    return dict.fromkeys([*(one.fault for one in said), *unnamed]), [
        (one.fault, one.parameters) for one in said
    ]


def _detected(run_of_it: drift.Run, broken: Broken) -> bool:
    verdicts = {one.verdict for one in _findings(run_of_it, broken)}
    return "breach" in verdicts or (broken.fault == "new_column" and "warning" in verdicts)


def _share(broken: Broken, concerned: list[Any]) -> bool | None:
    if broken.share >= ALL_ROWS:
        return None
    for one in concerned:
        for finding in one.findings:
            if finding.diagnosis is not None and finding.diagnosis.fault == broken.fault:
                return share_right(broken, finding.diagnosis.share)
    return None


def _says_both(diagnosis: Any) -> bool:  # noqa: ANN401 - a diagnosis or none
    rival = diagnosis.runner_up if diagnosis is not None else None
    return rival is not None and rival.explains == diagnosis.explains


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    visible: bool = True
    far: bool = True
    rivals: tuple[Affine, ...] = ()


def _facts(case: Case, batch: pl.DataFrame, reference_rows: int) -> _Facts:
    """Return what these rows can tell of a change of unit."""
    if case.breaker.fault != "unit_change":
        return _Facts()
    values = numbers(batch.get_column(case.column).alias("values"))
    how = _map_of(case.breaker)
    return _Facts(
        visible=visible(values, how, reference_rows),
        far=how.offset == 0 and is_far(values, how.factor),
        rivals=rivals(values, how, reference_rows, share=case.share),
    )


def _is_rival(fault: str, told: dict[str, Any], candidates: tuple[Affine, ...]) -> bool:
    return fault == "unit_change" and any(
        same(one, told.get("factor"), told.get("offset", 0.0)) for one in candidates
    )


def _said(run_of_it: drift.Run, broken: Broken) -> str:
    """Return what was said in a few words."""
    words = []
    for one in _findings(run_of_it, broken):
        if one.diagnosis is None:
            words.append(f"{one.verdict} {one.check}, no name")
            continue
        told = ", ".join(f"{name} {_short(value)}" for name, value in one.diagnosis.parameters.items())
        share = f" on {one.diagnosis.share:.2%}" if one.diagnosis.share is not None else ""
        words.append(f"{one.verdict} {one.diagnosis.fault}{share} ({told})")
    return "; ".join(words) or "ok"


def _short(value: object) -> str:
    text = f"{value:.6g}" if isinstance(value, float) else str(value)
    return text if len(text) <= 60 else text[:57] + "..."  # noqa: PLR2004 - a line of a list
