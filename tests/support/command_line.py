"""The command line as a user meets it, run in this process: what it says, and the code it ends with."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from drift.cli import main

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a command wrote to standard output and to standard error, and its exit code."""

    out: str
    err: str
    code: int

    @property
    def document(self) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Return standard output as the one JSON document that it is."""
        return json.loads(self.out)


def drift(*arguments: str | Path) -> Told:
    """Run ``drift ARGUMENTS...``, and return what it told."""
    out, err = io.StringIO(), io.StringIO()
    code: object = None
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main([str(one) for one in arguments])
        except SystemExit as end:
            code = end.code
    assert isinstance(code, int)
    return Told(out=out.getvalue(), err=err.getvalue(), code=code)


def contents(folder: Path) -> dict[str, bytes | None]:
    """Return every path below a folder with its bytes; None for a directory."""
    return {
        path.relative_to(folder).as_posix(): None if path.is_dir() else path.read_bytes()
        for path in sorted(folder.rglob("*"))
    }
