"""How a task ends: each code of a run, and each kind of error."""

from __future__ import annotations

from typing import get_args

import pytest

from drift import errors
from drift.errors import DriftError, UsageError
from drift.integrations.airflow.checking import options_of
from drift.integrations.airflow.outcome import FailOn, OnUndecided, outcome_of, require_choice, worth_a_retry
from drift.record.exit_code import BREACH, OK, UNDECIDED

KINDS = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, DriftError)]
RETRIED = {
    *("input_not_found", "input_unreachable", "input_unreadable", "file_damaged", "output_not_written"),
    "message_not_sent",
}


@pytest.mark.parametrize("on_undecided", get_args(OnUndecided))
def test_only_an_undecided_batch_ends_as_the_parameter_says(on_undecided: OnUndecided) -> None:
    assert outcome_of(OK, on_undecided) == "pass"
    assert outcome_of(BREACH, on_undecided) == "fail"
    assert outcome_of(UNDECIDED, on_undecided) == on_undecided


def test_a_try_is_repeated_where_a_file_may_be_whole_by_then() -> None:
    assert {kind.kind for kind in KINDS if worth_a_retry(kind("what"))} == RETRIED


def test_a_choice_that_there_is_not_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(UsageError, match="`fail_on` must be one of breach, warning, never"):
        require_choice("fail_on", "always", FailOn)
    require_choice("fail_on", "never", FailOn)


def test_an_option_that_there_is_not_is_refused() -> None:
    with pytest.raises(UsageError, match="`options` has no `limits`"):
        options_of({"limits": 10})
    assert options_of(None).limit is None
