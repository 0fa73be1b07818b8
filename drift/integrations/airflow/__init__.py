"""A drift check as a task of Airflow 3: `DriftCheckOperator`, or `@task.drift_check`.

`provider` tells Airflow what there is, `operator` is the task, `decorator` the same around a function of
yours, `link` the button that opens the report. What needs no Airflow is beside them: `batch` names what is
checked, `outcome` says how a task ends, `summary` what it leaves in XCom and with an asset's event. Nothing
that Airflow reads while it parses a DAG imports polars; `execute` does.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from drift.integrations.airflow.decorator import drift_check_task
    from drift.integrations.airflow.link import DriftReportLink
    from drift.integrations.airflow.operator import DriftCheckOperator

__all__ = ["DriftCheckOperator", "DriftReportLink", "drift_check_task"]

_HOMES: Final = {"DriftCheckOperator": "operator", "DriftReportLink": "link", "drift_check_task": "decorator"}


def _public(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    """Return what a name stands for; Airflow itself is loaded by the first use."""
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


if not TYPE_CHECKING:  # a type checker that sees it would take any name for a public one
    __getattr__ = _public
