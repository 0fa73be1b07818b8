"""Findings of how old a batch is, by the config's `time` and `max_age`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.judge.case import finding_of
from drift.judge.result import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.judge.case import Case

_CHECK = "age"


def age_findings(case: Case) -> Iterator[Finding]:
    """Yield the finding of a time column whose newest time is too old or too late; always wrong, so a breach.

    Where no row has a time nothing can be told, and that is a warning: a check that did not run never
    reads as passed.
    """
    most = case.config.most_age
    if most is None or case.name != case.config.time or case.now.family not in {"time", "unknown"}:
        return
    from drift.diagnose.age import diagnose_age, newest_time  # noqa: PLC0415 - only of one column, if any

    newest = newest_time(case.now) if case.now.family == "time" else None
    if newest is None:
        yield Finding(
            check=_CHECK,
            verdict="warning",
            column=case.name,
            statistic=None,
            why=f"No row of `{case.name}` has a time, so the batch's age cannot be told.",
            diagnosis=None,
        )
        return
    diagnosis = diagnose_age(newest, case.live.as_of, most)
    if diagnosis is not None:
        yield finding_of(case, _CHECK, None, "breach", diagnosis)
