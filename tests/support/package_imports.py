"""Which module of a package imports what: read from the source, so no import hides.

Imports inside functions and under `TYPE_CHECKING` count like any other, and so does
`importlib.import_module("some.name")` where the name is written out.
"""

from __future__ import annotations

import ast
import importlib.util
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

DYNAMIC: Final = ("import_module", "__import__")


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One import: `module`, of the package, imports `target`, of wherever; both are dotted names."""

    module: str
    target: str
    line: int

    @property
    def place(self) -> str:
        """Where it stands and what it takes, as a failing test shows it."""
        return f"{self.module} line {self.line} imports {self.target}"


def modules_of(package: Path) -> dict[str, Path]:
    """Return the files of the package in this folder by their dotted names."""
    modules: dict[str, Path] = {}
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package.parent).with_suffix("").parts
        modules[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return modules


@cache  # several tests ask for the same hundreds of files
def imports_of(package: Path) -> tuple[Import, ...]:
    """Return every import in the package in this folder, in the order of files and lines."""
    modules = modules_of(package)
    return tuple(found for name, path in modules.items() for found in _imports(name, path, modules))


def _imports(module: str, path: Path, modules: Mapping[str, Path]) -> Iterator[Import]:
    folder = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), filename=str(path))):
        for target in _targets(node, folder, modules):
            yield Import(module=module, target=target, line=getattr(node, "lineno", 0))


def _targets(node: ast.AST, folder: str, modules: Collection[str]) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (alias.name for alias in names)
        case ast.ImportFrom(module=written, names=names, level=level):
            source = importlib.util.resolve_name("." * level + (written or ""), folder)
            for alias in names:
                # `from drift import errors` takes a module, `from drift import fit` a name of the root.
                inner = f"{source}.{alias.name}"
                yield inner if inner in modules else source
        case ast.Call(
            func=ast.Name(id=called) | ast.Attribute(attr=called),
            args=[ast.Constant(value=str(written)), *_],
        ) if called in DYNAMIC:
            yield importlib.util.resolve_name(written, folder)
        case _:
            return
