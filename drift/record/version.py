"""The version of the package, as it is installed."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

DISTRIBUTION = "driftgate"


def drift_version() -> str:
    """Return the installed version; "unknown" where the package runs without being installed."""
    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        return "unknown"
