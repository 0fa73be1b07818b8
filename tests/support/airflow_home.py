"""A real Airflow, in an environment of its own: a home for it, DAGs that it runs, and what became of them."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT: Final = Path(__file__).parents[2]
ENVIRONMENT: Final = ROOT / ".venv-airflow"
DAGS: Final = ROOT / "tests/support/airflow_dags"


def program(name: str) -> Path:
    """Return a program of Airflow's environment; where there is none a test is skipped, in CI it fails."""
    found = ENVIRONMENT / "bin" / name
    if not found.is_file():
        if os.environ.get("CI"):
            pytest.fail("no Airflow is installed: `make airflow` installs it")
        pytest.skip("no Airflow is installed: `make airflow` installs it")
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """A folder that an Airflow keeps its own things in, its base among them."""

    folder: Path
    dags: Path
    variables: Mapping[str, str]

    @property
    def environment(self) -> dict[str, str]:
        """The variables that its programs are started with."""
        ours = {
            "AIRFLOW_HOME": str(self.folder),
            "AIRFLOW__CORE__DAGS_FOLDER": str(self.dags),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "false",
            # Its scheduler ends for good where another of its programs holds the base for five seconds.
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{self.folder / 'airflow.db'}?timeout=120",
            "NO_COLOR": "1",
            "PATH": f"{ENVIRONMENT / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "TZ": "UTC",
        }
        return {**os.environ, **ours, **self.variables}

    def run(self, name: str, *arguments: str | Path, cwd: Path | None = None) -> str:
        """Return what a program of Airflow's environment printed; one that fails fails the test."""
        command = [program(name), *arguments]
        done = subprocess.run(  # noqa: S603 - Airflow's own programs
            command,
            env=self.environment,
            cwd=cwd or self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout
        return done.stdout

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Return what its base answers."""
        with closing(sqlite3.connect(self.folder / "airflow.db", timeout=60)) as base:
            return base.execute(query, values).fetchall()

    def ends(self, dag: str, day: str) -> dict[str, tuple[str, int]]:
        """Return how the tasks of a DAG's run ended, and by which try; those of a mapped task by index."""
        found = self.rows(
            "SELECT task_id, map_index, task_instance.state, try_number FROM task_instance"
            " JOIN dag_run USING (dag_id, run_id) WHERE dag_id = ? AND logical_date LIKE ?",
            dag,
            f"{day}%",
        )
        return {
            task if index < 0 else f"{task}[{index}]": (state, tries) for task, index, state, tries in found
        }

    def xcom(self, dag: str, day: str, task: str, key: str = "return_value") -> Any:  # noqa: ANN401 - JSON
        """Return what a task left in XCom; None where it left nothing."""
        found = self.rows(
            "SELECT value FROM xcom JOIN dag_run USING (dag_id, run_id)"
            " WHERE dag_id = ? AND logical_date LIKE ? AND task_id = ? AND key = ?",
            dag,
            f"{day}%",
            task,
            key,
        )
        return json.loads(found[0][0]) if found else None

    def events(self, asset: str) -> list[dict[str, Any]]:
        """Return what is told with the events of an asset, in their order."""
        found = self.rows(
            "SELECT asset_event.extra FROM asset_event JOIN asset ON asset.id = asset_id WHERE name = ?"
            " ORDER BY asset_event.id",
            asset,
        )
        return [json.loads(extra) for (extra,) in found]


def new_home(folder: Path, *, dags: Path = DAGS, **variables: str) -> Home:
    """Return a home with an empty base, in a folder that is made for it."""
    folder.mkdir()
    home = Home(folder=folder, dags=dags, variables=variables)
    home.run("airflow", "db", "migrate")
    return home
