"""2 wins over 1, 1 over 3, 3 over 0: every verdict under every option, as the contract has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest

from drift.record.exit_code import FailOn, Undecided, exit_code

if TYPE_CHECKING:
    from drift.judge.result import Verdict

# A line for each verdict; in it --fail-on breach, warning, never.
CODES: dict[Verdict, dict[Undecided, tuple[int, int, int]]] = {
    "breach": {"fail": (1, 1, 0), "pass": (1, 1, 0)},
    "warning": {"fail": (0, 1, 0), "pass": (0, 1, 0)},
    "ok": {"fail": (0, 0, 0), "pass": (0, 0, 0)},
    "undecided": {"fail": (3, 3, 3), "pass": (0, 0, 0)},
}


@pytest.mark.parametrize("verdict", CODES)
@pytest.mark.parametrize("undecided", get_args(Undecided))
def test_each_verdict_has_its_code(verdict: Verdict, undecided: Undecided) -> None:
    found = [exit_code(verdict, fail_on=one, undecided=undecided) for one in get_args(FailOn)]
    assert tuple(found) == CODES[verdict][undecided]
