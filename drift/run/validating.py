"""Config files held to what can be told without data: their keys, their values, their units."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from drift.config import load_config
from drift.errors import ConfigError, DriftError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drift.config import Config


def validate(paths: Iterable[str | os.PathLike[str]]) -> dict[str, Config]:
    """Return the configs of files, by path.

    Whether a column is there only data can tell: `fit` and `check` do.

    Raises
    ------
    ConfigError
        If a file cannot be read or is not valid; of several, all are told in one `ConfigError`.

    Examples
    --------
    >>> from drift.run import validate
    >>> validate(["nosuch.yaml"])
    Traceback (most recent call last):
        ...
    drift.errors.ConfigError: nosuch.yaml: no such file
      mend it:  check the path
      state:    nothing was read or written
    """
    valid: dict[str, Config] = {}
    wrong: list[DriftError] = []
    for one in paths:
        path = os.fspath(one)
        try:
            valid[path] = _valid(path)
        except DriftError as error:
            wrong.append(error)
    if len(wrong) == 1:
        raise wrong[0]
    if wrong:
        raise ConfigError("\n".join(str(error) for error in wrong))
    return valid


def _valid(path: str) -> Config:
    """Return a file's config, whose units there are."""
    config = load_config(path)
    for name, column in config.columns.items():
        if column.unit is not None:
            _require_unit(path, config, name, column.unit)
    return config


def _require_unit(path: str, config: Config, name: str, unit: str) -> None:
    from drift.diagnose.conversions import canonical  # noqa: PLC0415 - pint takes 0.3 s to import

    try:
        canonical(unit)
    except ConfigError as error:
        line = config.line_of(("columns", name, "unit"))
        where = path if line is None else f"{path} line {line}"
        raise ConfigError(
            f"{where}: {error.what}", seen=error.seen, mend=error.mend, state=error.state
        ) from error
