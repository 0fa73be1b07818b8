"""Exit codes: what a pipeline is told. 2 wins over 1, 1 over 3, 3 over 0."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from drift.judge.result import Verdict

OK, BREACH, ERROR, UNDECIDED = 0, 1, 2, 3

FailOn = Literal["breach", "warning", "never"]
Undecided = Literal["fail", "pass"]


def exit_code(verdict: Verdict, *, fail_on: FailOn = "breach", undecided: Undecided = "fail") -> int:
    """Return the exit code of a batch's verdict.

    Examples
    --------
    >>> exit_code("breach"), exit_code("warning"), exit_code("undecided")
    (1, 0, 3)
    >>> exit_code("breach", fail_on="never"), exit_code("warning", fail_on="warning")
    (0, 1)
    """
    failing = {"breach": {"breach"}, "warning": {"breach", "warning"}, "never": set()}[fail_on]
    if verdict in failing:
        return BREACH
    if verdict == "undecided" and undecided == "fail":
        return UNDECIDED
    return OK
