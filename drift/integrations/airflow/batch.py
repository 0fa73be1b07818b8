"""Which batch a task checks, and the time that it stands for: both from its DAG run.

A try that is repeated, and a run that is cleared, name the same batch. So a history holds it once.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def batch_of(context: Mapping[str, Any]) -> str:
    """Return the name of a DAG run's batch.

    Its partition where the run has one; else its logical date, as a day where it is a midnight in UTC; else,
    as for a run that an asset has triggered, its id. A mapped task adds its index, for its siblings check
    other data.

    Parameters
    ----------
    context : mapping
        Airflow's context of the task.

    Examples
    --------
    >>> batch_of({"logical_date": datetime(2026, 11, 22, tzinfo=UTC), "run_id": "scheduled__…"})
    '2026-11-22'
    >>> batch_of({"logical_date": datetime(2026, 11, 22, 6, 30, tzinfo=UTC), "run_id": "scheduled__…"})
    '2026-11-22T06:30:00Z'
    >>> batch_of({"run_id": "asset_triggered__2026-11-22T06:30:00+00:00"})
    'asset_triggered__2026-11-22T06:30:00+00:00'
    """
    index = getattr(context.get("ti"), "map_index", None)
    name = context.get("partition_key") or _day_or_moment(context.get("logical_date")) or context["run_id"]
    return name if index is None or index < 0 else f"{name}[{index}]"


def _day_or_moment(when: datetime | None) -> str | None:
    if when is None:
        return None
    written = f"{when.astimezone(UTC).replace(tzinfo=None).isoformat()}Z"
    return written.removesuffix("T00:00:00Z")


def as_of_of(context: Mapping[str, Any]) -> datetime | None:
    """Return the time that a DAG run's batch stands for: from when on the run was due.

    That is the end of a schedule's interval, and the moment at which anything else triggered the run. None
    where Airflow does not tell.
    """
    when: datetime | None = getattr(context.get("dag_run"), "run_after", None)
    return when
