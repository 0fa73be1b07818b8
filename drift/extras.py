"""Packages that only some inputs need: they come with an extra, and are asked for when they are needed."""

from __future__ import annotations

import importlib

from drift.errors import InputUnsupportedError


def require(package: str, doing: str, *, extra: str) -> None:
    """Return if a package is installed.

    Parameters
    ----------
    package : str
        The name that it is imported by.
    doing : str
        What needs it: "reading from duckdb", say.
    extra : str
        The extra that it comes with.

    Raises
    ------
    InputUnsupportedError
        If it is not installed, with what installs it.
    """
    try:
        importlib.import_module(package)
    except ModuleNotFoundError as error:
        raise InputUnsupportedError(
            f"{doing} needs the package {package.replace('_', '-')}, which is not installed",
            mend=f"pip install 'driftgate[{extra}]'",
            state="nothing was read or written",
        ) from error
