"""The figures of many trials: by fault and size, with intervals, and the promises that they bear on."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.truth import promises as kept
from benchmarks.truth.counted import Counted, counted
from benchmarks.truth.plan import FEW, USUAL
from benchmarks.truth.promises import Promise
from drift.faults.breaker import ALL_ROWS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from benchmarks.truth.combinations import Both
    from benchmarks.truth.trials import Trial

Group = tuple[str, float, int]  # fault, share, rows


def by_group(trials: Iterable[Trial]) -> dict[Group, list[Trial]]:
    """Return the visible trials by fault, share and rows."""
    groups: dict[Group, list[Trial]] = defaultdict(list)
    for trial in trials:
        if trial.visible:
            groups[trial.case.breaker.fault, trial.case.share, trial.case.rows].append(trial)
    return dict(groups)


def print_groups(trials: list[Trial]) -> None:
    """Print a line for each fault, share and size."""
    heads = f"{'detected':<36} {'named right':<36} {'parameters right':<36}"
    print(f"   {'fault':<17} {'share':>5} {'rows':>6}  {heads}")
    for (fault, share, rows), group in by_group(trials).items():
        told = [
            counted([getattr(one, name) for one in group]) for name in ("detected", "named", "parameters")
        ]
        print(f"   {fault:<17} {share:>5.0%} {rows:>6,}  " + " ".join(f"{one!s:<36}" for one in told))
    hidden = [trial for trial in trials if not trial.visible]
    print(f"   left out, for chance explains the change: {len(hidden)}")


def promises_of(trials: list[Trial]) -> list[Promise]:
    """Return the promises that single faults bear on."""
    usual = [one for one in trials if one.visible and one.case.rows == USUAL]
    units = [one for one in usual if one.case.breaker.fault == "unit_change"]
    whole = [one for one in units if one.case.share == ALL_ROWS]
    told = [one for one in whole if not one.tied]
    tied = [one for one in whole if one.tied]
    found = [
        _promise(
            "whole columns in another unit: detected", told, lambda one: one.detected, kept.UNIT_DETECTED
        ),
        _promise("whole columns in another unit: right factor", told, _right, kept.UNIT_NAMED),
        _promise("the same, not to be told apart: one of them, or both", tied, _either, kept.TIED_NAMED),
    ]
    found += _of_shares([one for one in units if one.case.share < ALL_ROWS and one.far])
    few = [one for one in trials if one.visible and one.case.rows == FEW]
    found.append(
        _promise(
            f"coarse faults at {FEW} rows: detected", few, lambda one: one.detected, kept.COARSE_DETECTED
        )
    )
    others: dict[str, list[Trial]] = defaultdict(list)
    for one in usual:
        fault = one.case.breaker.fault
        if fault != "unit_change" and one.case.share >= kept.LEAST_SHARE:
            others[fault].append(one)
    for fault, group in others.items():
        found.append(_promise(f"{fault}: detected", group, lambda one: one.detected, kept.OTHER_DETECTED))
        found.append(_promise(f"{fault}: named", group, lambda one: one.named, kept.OTHER_NAMED))
    blamed = [one for one in trials if one.whole and one.case.rows >= USUAL]
    count = counted([bool(one.blamed) for one in blamed])
    found.append(
        Promise(
            what="whole tables: another column blamed", count=count, bound=kept.MOST_BLAMED, at_least=False
        )
    )
    quick = [1000 * one.seconds <= kept.MOST_MILLISECONDS for one in _timed(trials)]
    what = f"diagnoses within {kept.MOST_MILLISECONDS:.0f} ms of the processor"
    found.append(Promise(what=what, count=counted(quick), bound=kept.LEAST_QUICK))
    return found


def _of_shares(units: list[Trial]) -> list[Promise]:
    found = []
    for share, least in kept.SHARE_DETECTED.items():
        group = [one for one in units if one.case.share == share]
        found.append(
            _promise(
                f"{share:.0%} of the rows in another unit: detected", group, lambda one: one.detected, least
            )
        )
        if share in kept.SHARE_NAMED:
            what = f"{share:.0%} of the rows in another unit: named"
            found.append(_promise(what, group, _right, kept.SHARE_NAMED[share]))
    sized = [one for one in units if one.share is not None and _right(one)]
    found.append(
        _promise("shares that were named: sized right", sized, lambda one: bool(one.share), kept.SHARE_SIZED)
    )
    return found


def _promise(what: str, group: list[Trial], outcome: Callable[[Trial], bool], bound: float) -> Promise:
    return Promise(what=what, count=counted([outcome(one) for one in group]), bound=bound)


def _right(one: Trial) -> bool:
    return one.named and one.parameters


def _either(one: Trial) -> bool:
    return one.named and (one.parameters or one.both)


def cost(trials: list[Trial]) -> tuple[float, float]:
    """Return what a diagnosis costs in milliseconds of the processor: the median, and the 95 % quantile."""
    few = [1000 * one.seconds for one in _timed(trials)]
    return (float(np.median(few)), float(np.quantile(few, 0.95))) if few else (0.0, 0.0)


def _timed(trials: list[Trial]) -> list[Trial]:
    return [one for one in trials if one.detected and not one.whole and one.case.rows == USUAL]


def misses(trials: list[Trial]) -> list[str]:
    """Return a line for each trial that went wrong in any way, by fault."""
    lines = []
    for one in trials:
        case = one.case
        where = f"{case.breaker.name} | {case.share:.0%} of {case.rows:,} | {case.table}.{case.column}"
        if one.blamed:
            lines.append(f"{where} | blamed: {', '.join(one.blamed)}")
        if not one.visible or (one.detected and one.named and one.parameters and one.share is not False):
            continue
        wrong = (
            "not detected"
            if not one.detected
            else "another name"
            if not one.named
            else "other parameters"
            if not one.parameters
            else "share off"
        )
        tied = ", tied" if one.tied else ""
        near = "" if one.far or case.breaker.fault != "unit_change" else ", near"
        lines.append(f"{where} ({one.kind}{tied}{near}) | {wrong} | {one.said}")
    return lines


def as_json(trials: list[Trial], pairs: list[Both], found: list[Promise]) -> dict[str, Any]:
    """Return the figures as JSON holds them."""
    return {
        "groups": [
            {
                "fault": fault,
                "share": share,
                "rows": rows,
                **{
                    name: _figures(counted([getattr(one, name) for one in group]))
                    for name in ("detected", "named", "parameters")
                },
            }
            for (fault, share, rows), group in by_group(trials).items()
        ],
        "pairs": {
            name: {
                "detected": _figures(counted([one.detected for one in pairs if one.pair == name])),
                "named": _figures(counted([one.named for one in pairs if one.pair == name])),
            }
            for name in dict.fromkeys(one.pair for one in pairs)
        },
        "promises": [
            {
                "what": one.what,
                **_figures(one.count),
                "bound": one.bound,
                "at_least": one.at_least,
                "state": one.state,
                "shown": one.shown,
                "broken": one.broken,
            }
            for one in found
        ],
    }


def _figures(count: Counted) -> dict[str, Any]:
    low, high = count.interval
    return {"of": count.of, "found": count.found, "share": count.share, "low": low, "high": high}
