"""Columns that came under another name: matched, told on both names, and compared under the new one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from drift.diagnose.likeness import SAME
from drift.diagnose.place import place_by_accident
from drift.diagnose.renamed_column import (
    Matching,
    Pairing,
    diagnose_renamed,
    diagnose_renaming,
    match_columns,
    possibility_told,
    tie_told,
    tied_rival,
)
from drift.diagnose.resemblance import KNOWN, continues, known_share, resemblance
from drift.judge.column import judge_column
from drift.judge.result import ColumnResult, Finding, worst
from drift.judge.stand_in import stand_in
from drift.judge.words import sentence
from drift.profile.patterns import count_patterns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from drift.diagnose.diagnosis import RunnerUp
    from drift.judge.court import Court

MOST_PAIRS: Final = 2_500  # pairs that are compared by what they hold; beyond, only those whose names tell
LEAST_CLASSES: Final = 2  # of characters in a pattern: digits alone are in many a column
EXPLAINED: Final = 0.9  # of the distance: so much a fault has to explain for the columns to be one
MOVED: Final = frozenset({"shift", "spread", "shape"})  # no faults: whatever the world may do


def tell_renamed(results: Iterable[ColumnResult], court: Court) -> tuple[ColumnResult, ...]:
    """Return the results with columns that came under another name told as that, and compared under it."""
    told = {one.name: one for one in results}
    lost = [name for name, one in told.items() if _fault_of(one) == "missing_column"]
    new = [name for name, one in told.items() if _fault_of(one) == "new_column"]
    if not lost or not new:
        return tuple(told.values())
    matching = _matched(lost, new, court)
    for pair in matching.pairs:
        told[pair.before] = _renamed(told[pair.before], pair, court)
        told[pair.now] = _renaming(told[pair.now], pair)
    for name, names in matching.tied.items():
        told[name] = _open(told[name], tie_told(names), tied_rival(name, names))
    for name, names in matching.possible.items():
        told[name] = _open(told[name], possibility_told(names))
    return tuple(told.values())


def _fault_of(result: ColumnResult) -> str | None:
    return result.diagnosis.fault if result.diagnosis else None


def _matched(lost: list[str], new: list[str], court: Court) -> Matching:
    pairs = len(lost) * len(new)
    return match_columns((_asked(one, court) for one in _pairings(lost, new, court, pairs)), pairs)


def _pairings(lost: list[str], new: list[str], court: Court, pairs: int) -> Iterator[Pairing]:
    """Yield the pairs that may be one column, with what speaks for it."""
    for before in lost:
        for now in new:
            bare = Pairing(before=before, now=now, resemblance=None, tolerance=0.0)
            if pairs <= MOST_PAIRS or bare.telling:
                yield _compared(bare, court)


def _compared(pair: Pairing, court: Court) -> Pairing:
    before = court.reference.profile.columns[pair.before]
    now = court.live.profile.columns[pair.now]
    found = resemblance(before, now, court.reference.kinds[pair.before].kind)
    if found is None:
        return pair
    tolerance = court.tolerance(pair.before, found.worst.statistic)
    compared = replace(pair, resemblance=found, tolerance=tolerance)
    if not compared.fits:
        return compared
    training = [one.name for one in court.reference.contract.columns]
    place = place_by_accident(pair.before, pair.now, training, list(court.live.dtypes))
    return replace(compared, distinct=_is_distinct(pair, court), place=place)


def _is_distinct(pair: Pairing, court: Court) -> bool:
    """Return whether the levels of a new column are those of the lost one, and of no other column."""
    columns, kinds = court.reference.profile.columns, court.reference.kinds
    now = court.live.profile.columns[pair.now]
    if now.family != "text":
        return False
    if kinds[pair.before].kind != "category":
        return _is_built_as_no_other(pair, court)
    others = [name for name in columns if kinds[name].kind == "category" and name != pair.before]
    return known_share(columns[pair.before], now) >= KNOWN and all(
        known_share(columns[name], now) < KNOWN / 2 for name in others if columns[name].family == "text"
    )


def _is_built_as_no_other(pair: Pairing, court: Court) -> bool:
    """Return whether texts of two parts or more are built as those of no other column of the reference."""
    columns, kinds = court.reference.profile.columns, court.reference.kinds
    now = court.live.profile.columns[pair.now]
    patterns = count_patterns(now.text)
    usual = max(patterns.items(), key=lambda one: (one[1], one[0]), default=("", 0))[0]
    if len(set(usual)) < LEAST_CLASSES:
        return False
    others = [name for name in columns if columns[name].family == "text" and name != pair.before]
    found = (resemblance(columns[name], now, "text") for name in others if kinds[name].kind != "category")
    return not any(one.fits(0.0) for one in found if one is not None)


def _asked(pair: Pairing, court: Court) -> Pairing:
    """Return a pair, with whether faults explain what is different where only the names tell."""
    before = court.reference.profile.columns[pair.before]
    now = court.live.profile.columns[pair.now]
    if pair.fits or not pair.telling or before.family != now.family:
        return pair
    if pair.telling == SAME or continues(before, now):
        return replace(pair, explained=True)
    found = judge_column(stand_in(pair.before, pair.now, court)).findings
    return replace(pair, explained=all(_is_explained(one) for one in found if one.verdict == "breach"))


def _is_explained(finding: Finding) -> bool:
    """Return whether a fault explains what a finding measured."""
    diagnosis = finding.diagnosis
    if diagnosis is None or diagnosis.fault in MOVED:
        return False
    return diagnosis.explains is None or diagnosis.explains >= EXPLAINED


def _renamed(result: ColumnResult, pair: Pairing, court: Court) -> ColumnResult:
    """Return the result of the column that went: its new name, and all that is found under it."""
    compared = judge_column(stand_in(pair.before, pair.now, court))
    (missing,) = result.findings
    diagnosis = diagnose_renamed(pair)
    told = replace(missing, why=sentence(pair.before, diagnosis.story), diagnosis=diagnosis)
    findings = (told, *compared.findings)
    return replace(
        compared,
        verdict=worst(one.verdict for one in findings),
        reason=None,
        live_dtype=court.live.dtypes[pair.now],
        findings=findings,
        importance=result.importance,
        owner=result.owner,
    )


def _renaming(result: ColumnResult, pair: Pairing) -> ColumnResult:
    (new,) = result.findings
    diagnosis = diagnose_renaming(pair)
    return replace(
        result, findings=(replace(new, why=sentence(pair.now, diagnosis.story), diagnosis=diagnosis),)
    )


def _open(result: ColumnResult, clause: str, rival: RunnerUp | None = None) -> ColumnResult:
    """Return the result of a lost column that new ones could be, with the clause that says so."""
    (missing,) = result.findings
    if missing.diagnosis is None:
        return result
    diagnosis = replace(missing.diagnosis, story=f"{missing.diagnosis.story}{clause}", runner_up=rival)
    return replace(
        result, findings=(replace(missing, why=sentence(result.name, diagnosis.story), diagnosis=diagnosis),)
    )
