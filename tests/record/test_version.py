"""The version is the installed one; code that was not installed does not guess."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError
from typing import TYPE_CHECKING

from drift.record.version import drift_version

if TYPE_CHECKING:
    import pytest


def test_the_version_is_that_of_the_distribution(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drift.record.version.version", {"driftgate": "3.2.1"}.__getitem__)
    assert drift_version() == "3.2.1"


def test_without_an_installation_it_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr("drift.record.version.version", nowhere)
    assert drift_version() == "unknown"
