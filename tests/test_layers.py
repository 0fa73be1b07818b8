"""Imports point down: a layer takes from the layers to its left only, lazy imports included."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from package_imports import imports_of, modules_of

if TYPE_CHECKING:
    from package_imports import Import

PACKAGE: Final = Path(__file__).parents[1] / "drift"

# Every layer may also import the foundation; `demo` tells its story with what `run` offers.
LAYERS: Final = (
    "sources",
    "profile",
    "compare",
    "diagnose",
    "propose",
    "judge",
    "record",
    "report",
    "run",
    "demo",
    "integrations",
    "engines",
    "cli",
    "__main__",
)
FOUNDATION: Final = {
    "errors": (),
    "extras": ("errors",),
    "stores": ("errors", "extras"),
    "files": ("errors", "stores"),
    "config": ("errors",),
    "faults": ("errors",),
    "log": ("errors", "files", "stores"),  # a live service has it alone
}
# The package's own `__init__.py` lends the public names, and those who stand on `run` may use it.
ROOT: Final = ""
ROOT_TAKES: Final = ("errors", "config", "record", "run")
STAND_ON_ROOT: Final = ("demo", "integrations", "cli")


def unit(module: str) -> str:
    """Return the file or folder right in the package that a module belongs to; the package itself is ''."""
    return module.split(".")[1] if "." in module else ROOT


def may_take(importer: str) -> frozenset[str]:
    """Return the units that this one may import, itself included."""
    if importer == ROOT:
        return frozenset({ROOT, *ROOT_TAKES})
    if importer in FOUNDATION:
        return frozenset({importer, *FOUNDATION[importer]})
    below = LAYERS[: LAYERS.index(importer) + 1]
    return frozenset({*below, *FOUNDATION, *([ROOT] if importer in STAND_ON_ROOT else [])})


def problems(package: Path) -> list[str]:
    """Return what breaks the rule in a package: files in no layer, and imports that do not point down."""
    known = {ROOT, *LAYERS, *FOUNDATION}
    homeless = [f"{module} is in no layer" for module in modules_of(package) if unit(module) not in known]
    return homeless + [
        found.place
        for found in imports_of(package)
        if _within(found, package.name) and unit(found.module) in known and not _points_down(found)
    ]


def _within(found: Import, package: str) -> bool:
    return found.target.split(".")[0] == package


def _points_down(found: Import) -> bool:
    return unit(found.target) in may_take(unit(found.module))


def test_imports_point_down() -> None:
    assert problems(PACKAGE) == []


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("compare/ks.py", "import drift.judge.verdict\n"),
        ("compare/ks.py", "from drift.judge.verdict import verdict\n"),
        ("compare/ks.py", "from drift import judge\n"),
        ("compare/ks.py", "from ..judge import verdict\n"),
        ("compare/ks.py", "def lazy() -> None:\n    from drift.judge import verdict\n"),
        ("compare/ks.py", "if TYPE_CHECKING:\n    from drift.judge import verdict\n"),
        ("compare/ks.py", "import importlib\nimportlib.import_module('drift.judge')\n"),
        ("compare/ks.py", "from drift import fit\n"),
        ("config/model.py", "from drift.profile import cells\n"),
        ("errors.py", "import drift.config\n"),
        ("run.py", "import drift.demo\n"),
        ("run.py", "from drift.integrations import airflow\n"),
        ("__init__.py", "from drift.profile import cells\n"),
        ("helpers.py", ""),
    ],
)
def test_an_import_that_points_up_is_caught(tmp_path: Path, file: str, source: str) -> None:
    assert len(problems(planted(tmp_path, {file: source}))) == 1


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("judge/verdict.py", "from drift.compare import ks\nfrom drift.errors import DriftError\n"),
        ("judge/verdict.py", "from . import margin\nimport polars\n"),
        ("config/model.py", "from drift.errors import ConfigError\n"),
        ("demo/story.py", "import drift\nfrom drift.run import check\n"),
        ("integrations/airflow.py", "import drift\nfrom drift.run import check\n"),
        ("cli.py", "from drift.demo import story\nfrom drift import fit\n"),
        ("__init__.py", "def __getattr__(name: str) -> object:\n    from drift import run\n"),
    ],
)
def test_an_import_that_points_down_passes(tmp_path: Path, file: str, source: str) -> None:
    assert problems(planted(tmp_path, {file: source})) == []


def planted(folder: Path, files: dict[str, str]) -> Path:
    """Return a small package with these files, and an empty one for each layer."""
    empty = {"__init__.py": "", "errors.py": "", "config/__init__.py": "", "run.py": "", "cli.py": ""}
    empty |= {f"{layer}/__init__.py": "" for layer in LAYERS if f"{layer}.py" not in empty}
    package = folder / "drift"
    for name, source in (empty | files).items():
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text(source, encoding="utf-8")
    return package
