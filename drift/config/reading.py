"""A config from wherever it is: a file, a text, a mapping.

What keeps a file from being read is told here, what is wrong with its YAML in `nodes`, and what is
wrong with its values in `problems`.
"""

from __future__ import annotations

import os
import pathlib
from collections.abc import Mapping
from typing import Final, TypeAlias

from drift.config.model import Config
from drift.config.problems import STATE, shown
from drift.errors import ConfigError

MAX_BYTES: Final = 10_000_000  # 2,000 columns are 100 kB of config: beyond this it is data

ConfigSource: TypeAlias = Config | Mapping[str, object] | str | os.PathLike[str]


def load_config(source: ConfigSource) -> Config:
    """Return the config that `source` is, describes or names.

    Parameters
    ----------
    source : Config, mapping, str or path
        A config, which is returned as it is; a mapping with the keys of a file; or a file's path.

    Raises
    ------
    ConfigError
        The file cannot be read, or what it says is wrong; all problems are told at once.

    Examples
    --------
    >>> load_config({"dataset": "trips", "sensitivity": "high"}).budget
    0.01
    """
    if isinstance(source, Config):
        return source
    if isinstance(source, Mapping):
        return Config.from_dict(source)
    path = pathlib.Path(source)
    return parse_config(read_text(path, "config"), str(path))


def parse_config(text: str, name: str) -> Config:
    """Return the config that YAML `text` describes; `name` is what errors call it.

    Raises
    ------
    ConfigError
        As `load_config` does.

    Examples
    --------
    >>> parse_config("dataset: trips", "trips.yaml").dataset
    'trips'
    >>> parse_config("sensitivty: high", "trips.yaml")
    Traceback (most recent call last):
        ...
    drift.errors.ConfigError: trips.yaml line 1: unknown key `sensitivty`
      mend it:  did you mean `sensitivity`?
      state:    nothing was read or written
    """
    from drift.config.nodes import read_yaml  # noqa: PLC0415 - yaml is not needed where no file is read

    values, source = read_yaml(text, name)
    return Config.from_dict(values, source=source)


def read_text(path: pathlib.Path, what: str) -> str:
    """Return the text of a file that should be a config, or `what` else a person writes.

    Raises
    ------
    ConfigError
        The file cannot be read, is no text, or is far too large.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a path that no file system takes
        raise _unreadable(path, error, what) from error
    if len(data) > MAX_BYTES:
        large = f"{path}: larger than {MAX_BYTES:,} bytes, so no {what}"
        raise ConfigError(large, mend=f"give a {what} file, not data", state=STATE)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        told, seen = f"{path} line {line}: not UTF-8 text", f"the byte 0x{data[error.start]:02X}"
        raise ConfigError(told, seen=seen, mend="save the file as UTF-8", state=STATE) from error


def _unreadable(path: pathlib.Path, error: OSError | ValueError, wanted: str) -> ConfigError:
    """Return what to say of a file that cannot be opened."""
    hints = (
        (FileNotFoundError, "no such file", "check the path"),
        (IsADirectoryError, f"a directory, not a {wanted} file", "name a file in it"),
        (PermissionError, "may not be read by this user", "check the file's permissions"),
    )
    for cause, what, mend in hints:
        if isinstance(error, cause):
            return ConfigError(f"{path}: {what}", mend=mend, state=STATE)
    reason = getattr(error, "strerror", None) or str(error)
    return ConfigError(f"{shown(str(path))}: cannot be read", seen=reason, mend="check the path", state=STATE)
