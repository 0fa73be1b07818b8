"""Findings of identifiers and of free texts, which are never compared as distributions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from drift.diagnose.identifiers import LEAST_SHARE, diagnose_identifiers, held
from drift.diagnose.step import Side, diagnose_step
from drift.judge.case import finding_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.judge.case import Case
    from drift.judge.result import Finding

CHECK_OF_FAULT = {"sentinel": "single_value", "sign_flip": "range"}  # of all others, how finely values come


def identifier_findings(case: Case) -> Iterator[Finding]:
    """Yield in which other unit identifiers come, or that one took rows, or that they are none any more.

    Of free texts, too, one that training never had may take rows: what stands for those that are missing.
    """
    if case.kind not in {"identifier", "text"}:
        return
    numbers = case.before.family == case.now.family == "number"
    before, now = _sides(case)
    steps = diagnose_step(before, now, case.name, case.check_level) if numbers else None
    if steps is not None:
        check = "unit" if steps.fault == "unit_change" else "resolution"
        yield finding_of(case, check, None, "breach", steps)
    elif not case.config.column(case.name).sensitive and _is_worth_a_look(case):
        yield from _none_any_more(case)


def _sides(case: Case) -> Iterator[Side]:
    """Yield the numbers of training and of the batch."""
    for column, side in ((case.before, case.reference), (case.now, case.live)):
        rows = side.profile.sample.rows
        kept = (
            rows[case.name].drop_nulls().unique()
            if case.name in rows.columns
            else pl.Series(dtype=pl.Int64())
        )
        yield Side(column=column, kept=kept)


def _none_any_more(case: Case) -> Iterator[Finding]:
    before, now = (held(side.profile.sample, case.name) for side in (case.reference, case.live))
    if before is None or now is None or before.values.dtype != now.values.dtype:
        return
    told = diagnose_identifiers(before, now, case.name, case.check_level, repeat=case.kind == "text")
    if told is not None:
        yield finding_of(case, CHECK_OF_FAULT.get(told.fault, "resolution"), None, "breach", told)


def _is_worth_a_look(case: Case) -> bool:
    """Return whether what is counted of a batch leaves room for anything that would be told."""
    before, now = case.before, case.now
    if before.family != now.family or before.family not in {"text", "number"}:
        return False
    distinct = now.text.distinct if now.family == "text" else now.number.distinct
    if not distinct.complete or distinct.counts.max(initial=0) >= LEAST_SHARE * now.valid:
        return True
    if now.family == "text":
        return False
    finer = before.number.step.decimals == 0 and now.number.step.decimals != 0
    return finer or (now.number.lowest is not None and float(now.number.lowest) < 0)
