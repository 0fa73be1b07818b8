"""Where in a config the subject of a finding stands: what annotations of a code host point at."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drift.config import Config
    from drift.judge.result import Finding


def line_of(finding: Finding, config: Config | None) -> int | None:
    """Return the line that says something of a finding's column, or of the check of the whole batch.

    None without a config, and for what the config does not name.
    """
    if config is None:
        return None
    name = finding.column
    return config.line_of((finding.check,)) if name is None else config.line_of_column(name)


def file_of(config: Config | None, file: str | None) -> str | None:
    """Return the path that a config is told by; `file` is told in place of the one it was read from."""
    return file or (config.file if config else None)
