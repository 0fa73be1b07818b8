"""What was tried already, a line for each: a long run that was stopped goes on where it was.

A line holds only for the code and the tables that it was found with. Others are passed over, so that
figures of two versions are never added up.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ROOT = Path(__file__).parents[2]
Row = TypeVar("Row")


def mark_of(folder: Path | None) -> str:
    """Return what tells the code, and the tables of a folder, from any other."""
    sources = [path for part in ("drift", "benchmarks") for path in sorted((ROOT / part).rglob("*.py"))]
    tables = sorted(folder.glob("*.parquet")) if folder else []
    digest = hashlib.sha256()
    for path in (*sources, *tables):
        digest.update(f"{path.name} {path.stat().st_size}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


class Journal:
    """A file that grows by a line for each thing tried; without a path nothing is kept.

    Parameters
    ----------
    path : Path or None
        The file; it need not be there.
    mark : str
        See `mark_of`.
    """

    def __init__(self, path: Path | None, mark: str) -> None:
        """Read what was found with this code and these tables."""
        self.path, self.mark = path, mark
        self.found: dict[str, list[dict[str, Any]]] = {}
        if path is not None and path.exists():
            self.found = dict(_lines(path.read_text(encoding="utf-8"), mark))

    def remembered(
        self, kind: Callable[..., Row], key: str, make: Callable[[], Iterable[Row]], **known: object
    ) -> list[Row]:
        """Return what was found under a key, or find it and write it down.

        Parameters
        ----------
        kind : a dataclass
            What is found, several of it perhaps: of numbers, texts, None and tuples of these.
        key : str
            What was tried.
        make : callable
            What finds it.
        known
            Fields that the caller knows: they are not written down.
        """
        if key not in self.found:
            made = list(make())
            self._write(key, [_row(one, set(known)) for one in made])
            return made
        return [kind(**_with_tuples(row), **known) for row in self.found[key]]

    def _write(self, key: str, rows: list[dict[str, Any]]) -> None:
        if self.path is None:
            return
        # A line that a stopped run left half written is not to spoil the next one: it starts anew.
        line = json.dumps({"of": self.mark, "key": key, "found": rows}, ensure_ascii=False)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        place = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            os.write(place, f"\n{line}\n".encode())  # at once: two runs may write to one file
        finally:
            os.close(place)


def _lines(text: str, mark: str) -> Iterable[tuple[str, list[dict[str, Any]]]]:
    for line in text.splitlines():
        try:
            read = json.loads(line)
        except json.JSONDecodeError:  # empty, or half written
            continue
        if read["of"] == mark:
            yield read["key"], read["found"]


def _row(one: Any, known: set[str]) -> dict[str, Any]:  # noqa: ANN401 - any dataclass
    return {field.name: getattr(one, field.name) for field in fields(one) if field.name not in known}


def _with_tuples(row: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
