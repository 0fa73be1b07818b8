"""A whole Airflow as `airflow standalone` starts it: scheduler, API server, DAG processor, on a free port."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import time
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from airflow_home import program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from airflow_home import Home

PATIENCE: Final = 900  # seconds for what takes twenty on a machine that is idle
PAUSE: Final = 0.5  # seconds

# All that a busy machine could be late for waits.
SETTINGS: Final = {
    "AIRFLOW__API__WORKERS": "1",
    "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
    "AIRFLOW__CORE__DAGBAG_IMPORT_TIMEOUT": "300",
    "AIRFLOW__CORE__PARALLELISM": "2",
    "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "True",
    "AIRFLOW__DAG_PROCESSOR__DAG_FILE_PROCESSOR_TIMEOUT": "600",
    "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "1800",
    "AIRFLOW__WORKERS__EXECUTION_API_TIMEOUT": "300",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standalone:
    """An Airflow that runs: its home, and where it answers."""

    home: Home
    url: str

    def ask(self, path: str, body: dict[str, Any] | None = None) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Return what it answers; a body is posted."""
        return _ask(f"{self.url}{path}", body, token=_ask(f"{self.url}/auth/token")["access_token"])

    def trigger(self, dag: str, day: str) -> None:
        """Start a DAG for a day; the server is asked again while its database, a file here, is locked."""
        wait_for(lambda: self._started(dag, day), f"a run of {dag}")

    def _started(self, dag: str, day: str) -> bool:
        try:
            self.ask(f"/api/v2/dags/{dag}/dagRuns", {"logical_date": f"{day}T00:00:00Z"})
        except HTTPError as error:
            if error.code < HTTPStatus.INTERNAL_SERVER_ERROR:
                # A run of that day is there where an earlier answer was lost, and not what started it.
                return error.code == HTTPStatus.CONFLICT
            raise
        return True


@contextlib.contextmanager
def standalone(home: Home) -> Iterator[Standalone]:
    """Give an Airflow that runs with a home and knows its DAGs; it is gone afterwards."""
    port = _free_port()
    url = f"http://localhost:{port}"
    addresses = {
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__BASE_URL": url,
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{url}/execution/",
    }
    home = replace(home, variables={**home.variables, **SETTINGS, **addresses})
    expected = len(list(home.dags.glob("*.py")))
    log = home.folder / "standalone.log"
    with log.open("wb") as file:
        started = subprocess.Popen(  # noqa: S603 - Airflow's own program
            [program("airflow"), "standalone"],
            cwd=home.folder,
            env=home.environment,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    made = Standalone(home=home, url=url)
    try:
        wait_for(lambda: len(made.ask("/api/v2/dags")["dags"]) == expected, f"{expected} DAGs")
        yield made
    except AssertionError as error:
        error.add_note(log.read_text(encoding="utf-8", errors="replace")[-5_000:])
        raise
    finally:
        for how in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(started.pid, how)
            with contextlib.suppress(subprocess.TimeoutExpired):
                started.wait(10)


def wait_for(there: Callable[[], bool], what: str) -> None:
    """Return once something is there; a server that does not answer yet is waited for, too."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with contextlib.suppress(URLError, ConnectionError, TimeoutError):
            if there():
                return
        time.sleep(PAUSE)
    message = f"{what}: not there after {PATIENCE} seconds"
    raise AssertionError(message)


def _ask(url: str, body: dict[str, Any] | None = None, *, token: str | None = None) -> Any:  # noqa: ANN401 - JSON
    headers = {"Content-Type": "application/json"}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    data = None if body is None else json.dumps(body).encode()
    with urlopen(Request(url, data, headers), timeout=60) as answer:  # noqa: S310 - of this machine
        return json.load(answer)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("localhost", 0))
        return int(one.getsockname()[1])
