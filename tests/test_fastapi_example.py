"""The example of a service, run as FastAPI's own client runs one: what it answers is what the log kept."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl
from fastapi.testclient import TestClient

import drift
from drift.log import account, lookup

if TYPE_CHECKING:
    import pytest

SERVICE: Final = Path(__file__).parents[1] / "examples" / "fastapi" / "service.py"
SECONDS: Final = [10.0, 20.0, 30.0, 40.0]


def test_what_the_service_answers_is_what_the_log_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "features"
    monkeypatch.setenv("FEATURE_LOG", str(log))
    with TestClient(runpy.run_path(str(SERVICE))["app"]) as client:
        answers = [
            client.post("/score", json={"basket_value": SECONDS[n % 4], "items": 2, "country": "PT"})
            for n in range(200)
        ]
        assert client.post("/score", json={"items": 2}).status_code == 422
        assert client.get("/health").json() == {"dropped": 0, "failed": 0, "refused": 0, "errors": 0}
    told = account(log)
    assert (told.accepted, told.written, told.lost) == (200, 200, 0)
    first = answers[0].json()
    (seen,) = lookup(log, first["request_id"]).rows
    assert seen.features == {"basket_value": 10.0, "items": 2, "country": "PT"}
    assert seen.prediction == first["fraud"] == 0.005
    training = pl.DataFrame({"basket_value": SECONDS * 500, "items": [2] * 2_000, "country": ["PT"] * 2_000})
    checked = {column.name: column.verdict for column in drift.check(log, drift.fit(training)).columns}
    assert (checked["basket_value"], checked["items"], checked["country"]) == ("ok", "ok", "ok")
