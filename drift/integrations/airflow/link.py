"""The button of a task that opens its report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airflow.sdk import BaseOperatorLink

if TYPE_CHECKING:
    from airflow.sdk import BaseOperator
    from airflow.sdk.types import TaskInstanceKey


class DriftReportLink(BaseOperatorLink):
    """Leads to the report of the task's last try.

    The worker asks for it when the task has ended, however it did, and Airflow keeps the answer in XCom.
    """

    @property
    def name(self) -> str:
        """What the button says."""
        return "Drift report"

    def get_link(self, operator: BaseOperator, *, ti_key: TaskInstanceKey) -> str:  # noqa: ARG002 - Airflow's
        """Return the report's address; nothing where this try has left none."""
        return getattr(operator, "report_link", None) or ""
