"""Findings of a category's or a boolean's levels, and of all that is compared beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.compare.level_share import NAME as LEVEL
from drift.compare.lost import CAME, LOST
from drift.compare.patterns import CAME as NEW_PATTERN
from drift.compare.unseen import NAME as UNSEEN
from drift.diagnose.cut_texts import diagnose_cut_levels
from drift.diagnose.exchanged import diagnose_exchanged
from drift.diagnose.format_change import diagnose_codes
from drift.diagnose.levels import level_names
from drift.diagnose.moved import diagnose_mix
from drift.judge.case import verdict_of, weighed, weighed_again
from drift.judge.change import change_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.diagnose.diagnosis import Diagnosis
    from drift.diagnose.explanation import Explanation
    from drift.judge.case import Case
    from drift.judge.result import Finding, Judged

DECIDING = (
    UNSEEN,
    CAME,
    LOST,
    NEW_PATTERN,
    "total_variation",
    LEVEL,
)  # any of them alone is a reason to ask what happened
MOSTLY = 0.9  # of the rows in another form, for a mapping to say all of it
MIXED = ("total_variation", LEVEL)  # what tells of known levels


def level_findings(case: Case, judged: tuple[Judged, ...], changed: dict[str, Judged]) -> Iterator[Finding]:
    """Yield a finding for each fault that explains a change of levels, and for all else that changed."""
    deciding = [changed.pop(statistic) for statistic in DECIDING if statistic in changed]
    if deciding and case.kind == "category":
        yield from _explained(case, judged, deciding)
    elif deciding:
        sides = level_names(case.before), level_names(case.now)
        flags = case.before.family == case.now.family == "boolean"
        told = diagnose_exchanged(*sides, case.name) if flags else None
        yield weighed(case, changed_one=deciding[0].measurement, diagnosis=told or diagnose_mix(*sides))
    for judgement in changed.values():
        yield weighed(case, changed_one=judgement.measurement, diagnosis=None)


def _explained(case: Case, judged: tuple[Judged, ...], deciding: list[Judged]) -> Iterator[Finding]:
    from drift.diagnose.explain import explain  # noqa: PLC0415 - the whole catalogue, where something changed

    by_name = {one.measurement.statistic: one for one in deciding}
    main = next((one for one in deciding if verdict_of(one) == "breach"), deciding[0])
    shows = explain(change_of(case, judged))
    first = shows[:1]  # what is told of what others leave is judged by what they leave
    codes = _written(case) if {CAME, UNSEEN, NEW_PATTERN} & {*by_name} else None
    if codes is not None:
        # Levels written in another form are neither new nor lost; where all are, their mix tells nothing.
        all_are = codes.share is not None and codes.share >= MOSTLY
        beside = {"new_category", "lost_category"} | ({"shape"} if all_are else set())
        shows = tuple(
            one
            for one in shows
            if one.diagnosis.fault not in beside and not _is_of_the_cut(one, codes, first=one in first)
        )
        if not any(_says_as_much(one.diagnosis, codes) for one in shows):
            yield weighed(case, changed_one=main.measurement, diagnosis=codes)
    for one in shows:
        if one not in first and one.measurement is not None:
            yield weighed_again(case, left=one.measurement, diagnosis=one.diagnosis)
            continue
        # A mix of levels has its own number beside it, not that of levels that came or went.
        mix_of = next((by_name[name] for name in MIXED if name in by_name), main)
        alike = one.diagnosis.fault == "shape" and verdict_of(mix_of) == verdict_of(main)
        of_levels = mix_of if alike else main
        shown = by_name.get(one.statistic or "", of_levels)
        yield weighed(case, changed_one=shown.measurement, diagnosis=one.diagnosis)
    if not shows and codes is None:
        # One level's share may show what the distance over all levels does not.
        mix = diagnose_mix(level_names(case.before), level_names(case.now)) if LEVEL in by_name else None
        yield weighed(case, changed_one=main.measurement, diagnosis=mix)


def _written(case: Case) -> Diagnosis | None:
    """Return at which length levels are cut, or in which other form they are written."""
    cut = diagnose_cut_levels(case.before, case.now, case.name)
    return cut if cut is not None else diagnose_codes(case.before, case.now)


def _is_of_the_cut(one: Explanation, codes: Diagnosis, *, first: bool) -> bool:
    """Return whether an explanation is of some of the levels that are cut, where cutting tells of all.

    What `first` explains most of it is a mapping of nearly all, which says more.
    """
    if codes.fault != "clipping":
        return False
    if one.diagnosis.fault == "renamed_category":
        return not first
    return len(str(one.diagnosis.parameters.get("value", ""))) == int(codes.parameters["bound"])


def _says_as_much(diagnosis: Diagnosis, codes: Diagnosis) -> bool:
    """Return whether levels were mapped one to one in as many rows as came in another form."""
    if diagnosis.fault != "renamed_category" or not diagnosis.proven:
        return False
    return codes.share is not None and (diagnosis.share or 0.0) >= MOSTLY * codes.share
