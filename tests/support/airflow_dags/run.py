"""Run by a real Airflow: the DAGs of a file, one after the other, on each of the days given.

usage: run.py FILE DAY...
"""

from __future__ import annotations

import runpy
import sys
from datetime import UTC, datetime

from airflow.sdk import DAG

if __name__ == "__main__":
    path, *days = sys.argv[1:]
    dags = [value for value in runpy.run_path(path).values() if isinstance(value, DAG)]
    for day in days:
        for one in dags:
            one.test(logical_date=datetime.fromisoformat(day).replace(tzinfo=UTC))
