"""Findings of a column that came in another type, or with values that its type cannot read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from drift.compare.column import missing_rows
from drift.compare.outside import log_probability
from drift.compare.share import share_distance, share_margin
from drift.judge.case import finding_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.judge.case import Case
    from drift.judge.result import Finding, Verdict

LEAST_EPOCH = 1e8 * 1e6  # microseconds since 1970: fewer than nine digits of seconds are of before 1973
ZONES = {"zoned time", "naive time"}  # the type differs in its zone alone


def type_findings(case: Case) -> Iterator[Finding]:
    """Yield the finding of a column that came in another type, or with values its type cannot read."""
    reading = case.reading
    failed = any(one.column == case.name and one.reason == "wrong_type" for one in case.live.failures)
    before = case.reference.contract.column(case.name)
    concerned = reading.reformed + reading.unreadable if reading else 0
    if before is None or not (failed or concerned):
        return
    from drift.diagnose.types import diagnose_type  # noqa: PLC0415 - hardly any column comes in another type

    rows = reading.rows if reading else case.now.valid
    diagnosis = diagnose_type(
        before=before.dtype,
        now=case.live.dtypes[case.name] if failed or (reading and reading.form in ZONES) else before.dtype,
        form=reading.form if reading else "another type",
        family=case.before.family,
        rows=rows,
        concerned=concerned if reading else rows,
        unreadable=reading.unreadable if reading else 0,
    )
    by_chance = log_probability(concerned, case.before.rows, case.now.rows) if not failed else -np.inf
    verdict: Verdict = "breach" if by_chance <= np.log(case.check_level) else "warning"
    yield finding_of(case, "schema", None, verdict, diagnosis)


def carries_another_kind(case: Case) -> bool:
    """Return whether a column that came in another type carries what never was its values: times, or none.

    A CSV file that moved by one column has dates where amounts were, and amounts where dates were. Read as
    seconds since 1970 these are a number or a time, and no unit, sentinel or shift is to be told of it.
    """
    if case.reading is None:
        return False
    if case.reading.form == "number as time":
        return case.kind == "number"
    return case.reading.form == "time as number" and _are_no_epochs(case)


def only_unreadable(case: Case) -> bool:
    """Return whether values are missing as they were, but for those that cannot be read: the type says it."""
    reading = case.reading
    if reading is None or not reading.unreadable:
        return False
    from drift.diagnose.types import NEARLY_ALL  # noqa: PLC0415 - as above

    if reading.unreadable >= NEARLY_ALL * max(reading.rows, 1):
        return True
    n, m = case.before.rows, case.now.rows
    before, now = missing_rows(case.before), max(0, missing_rows(case.now) - reading.unreadable)
    margin = share_margin(before, n, now, m, case.check_level)
    return share_distance(before, n, now, m) <= margin + case.tolerance("null_share")


def _are_no_epochs(case: Case) -> bool:
    """Return whether numbers that came for times are too small for seconds of a time that training had."""
    from drift.diagnose.moments import MAIN_ROWS, moments_of  # noqa: PLC0415 - as above

    before, now = moments_of(case.before, None), moments_of(case.now, None)
    if before is None or now is None:
        return False
    return now.quantile(0.5) < LEAST_EPOCH <= before.quantile(MAIN_ROWS)
