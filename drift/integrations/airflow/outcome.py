"""How a task ends: what a verdict and an error mean for Airflow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, get_args

from drift.errors import FileDamagedError, InputUnreadableError, UsageError
from drift.record.exit_code import BREACH, UNDECIDED

if TYPE_CHECKING:
    from drift.errors import DriftError

Outcome = Literal["pass", "fail", "skip"]
FailOn = Literal["breach", "warning", "never"]
OnUndecided = Literal["fail", "skip", "pass"]

# Beside the errors that say so themselves: a file may still be on its way while it is read.
MAY_PASS: Final = (InputUnreadableError, FileDamagedError)


def outcome_of(exit_code: int, on_undecided: OnUndecided) -> Outcome:
    """Return how the task of a run ends.

    Parameters
    ----------
    exit_code : int
        The run's.
    on_undecided : {"fail", "skip", "pass"}
        What becomes of a batch of which nothing could be told.

    Examples
    --------
    >>> outcome_of(0, "fail"), outcome_of(1, "pass"), outcome_of(3, "skip")
    ('pass', 'fail', 'skip')
    """
    if exit_code == BREACH:
        return "fail"
    return on_undecided if exit_code == UNDECIDED else "pass"


def worth_a_retry(error: DriftError) -> bool:
    """Return whether another try may end otherwise: one of a wrong config never does.

    Examples
    --------
    >>> from drift.errors import ConfigError, InputNotFoundError
    >>> worth_a_retry(InputNotFoundError("no file")), worth_a_retry(ConfigError("unknown key"))
    (True, False)
    """
    return error.retryable or isinstance(error, MAY_PASS)


def require_choice(name: str, value: object, choices: object) -> None:
    """Refuse a value of a parameter that is none of the choices of its type.

    Raises
    ------
    UsageError
        If it is none of them.
    """
    allowed = get_args(choices)
    if value not in allowed:
        raise UsageError(
            f"`{name}` must be one of {', '.join(allowed)}", seen=repr(value), state="nothing was checked"
        )
