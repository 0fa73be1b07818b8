"""The file of accepted findings: read, and added to without touching what stands there."""

from __future__ import annotations

import os
import pathlib
from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

from drift.config.accepted import Acceptance, Accepted
from drift.config.problems import STATE
from drift.config.reading import read_text
from drift.config.writing import flow, scalar
from drift.errors import ConfigError

AcceptedLike: TypeAlias = Accepted | Sequence[Acceptance] | str | os.PathLike[str]

_HEAD: Final = """\
# Findings that people expect. `drift accept` adds to this file and `drift check` reads it; it is yours to
# review and to change, as any other file of the repository.
version: 1
accepted:
"""


def load_accepted(source: AcceptedLike) -> Accepted:
    """Return the decisions that `source` is or names.

    Raises
    ------
    ConfigError
        The file cannot be read, or what it says is wrong; all problems are told at once.

    Examples
    --------
    >>> load_accepted(())
    Accepted(version=1, accepted=())
    """
    if isinstance(source, Accepted):
        return source
    if isinstance(source, str | os.PathLike):
        path = pathlib.Path(source)
        return parse_accepted(read_text(path, "decisions"), str(path))
    return Accepted(accepted=tuple(source))


def parse_accepted(text: str, name: str) -> Accepted:
    """Return the decisions that YAML `text` describes; `name` is what errors call it.

    Raises
    ------
    ConfigError
        As `load_accepted` does.
    """
    from drift.config.nodes import read_yaml  # noqa: PLC0415 - yaml is not needed where no file is read

    values, source = read_yaml(text, name)
    return Accepted.from_dict(values, source=source)


def with_added(text: str | None, new: Iterable[Acceptance], name: str) -> str:
    """Return the text of a file with decisions added at its end, and all else to the letter as it was.

    Parameters
    ----------
    text : str or None
        What the file says; None where there is none yet.
    new : iterable of Acceptance
        What is added.
    name : str
        What errors call the file.

    Raises
    ------
    ConfigError
        The file is not valid, or is written in a way that nothing can be added to at its end.
    """
    added = tuple(new)
    entries = "".join(entry_text(one) for one in added)
    if text is None or not text.strip():
        return _HEAD + entries
    before = parse_accepted(text, name)
    start = text if text.endswith("\n") else f"{text}\n"
    candidates = (start + entries, f"{start}accepted:\n{entries}")
    for candidate in candidates:
        try:
            if parse_accepted(candidate, name).accepted == (*before.accepted, *added):
                return candidate
        except ConfigError:
            continue
    raise ConfigError(
        f"{name}: nothing can be added at its end",
        seen="a list in brackets, other indents, or keys after `accepted`",
        mend=f"add this by hand:\n{entries.rstrip()}",
        state=STATE,
    )


def entry_text(one: Acceptance) -> str:
    """Return a decision as an item of the file's list, without the keys that have their default."""
    lines = []
    for key, value in one.model_dump(mode="json").items():
        if value is None or value == {}:
            continue
        lines.append(f"{key}: {scalar(value) if isinstance(value, str) else flow(value)}")
    return "  - " + "\n    ".join(lines) + "\n"
