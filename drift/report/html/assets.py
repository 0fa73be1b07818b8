"""The files of this folder that are no code: templates, the style, the script."""

from __future__ import annotations

from importlib.resources import files


def asset(name: str) -> str:
    """Return the text of a file that stands beside this one."""
    return files("drift.report.html").joinpath(name).read_text("utf-8")
