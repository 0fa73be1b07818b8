"""What Airflow is told of this package, by its entry point `apache_airflow_provider`."""

from __future__ import annotations

from typing import Any, Final

HOME: Final = "drift.integrations.airflow"


def get_provider_info() -> dict[str, Any]:
    """Return what there is, in the form of Airflow's `provider_info.schema.json`.

    Examples
    --------
    >>> get_provider_info()["task-decorators"][0]["name"]
    'drift_check'
    """
    return {
        "package-name": "driftgate",
        "name": "drift",
        "description": "Compares a live batch with the training data, and says what happened to it.",
        "operators": [{"integration-name": "drift", "python-modules": [f"{HOME}.operator"]}],
        "task-decorators": [{"name": "drift_check", "class-name": f"{HOME}.decorator.drift_check_task"}],
        "extra-links": [f"{HOME}.link.DriftReportLink"],
        "integrations": [
            {
                "integration-name": "drift",
                "external-doc-url": "https://pypi.org/project/driftgate/",
                "tags": ["software"],
            }
        ],
    }
