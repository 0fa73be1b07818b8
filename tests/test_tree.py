"""A path can be guessed: tests mirror the package, and every folder of code is a package."""

from __future__ import annotations

from pathlib import Path
from typing import Final

TOP: Final = Path(__file__).parents[1]
PACKAGE: Final = TOP / "drift"
TESTS: Final = TOP / "tests"
# A folder's tests mirror its modules. Beside them: laws that all of these obey, documents that describe them.
OF_THE_WHOLE_FOLDER: Final = ("documents", "laws")


def folders_of_code(top: Path) -> set[Path]:
    """Return the folders below this one that hold Python files themselves."""
    return {path.parent for path in top.rglob("*.py")}


def test_every_folder_of_the_package_has_an_init() -> None:
    bare = [folder for folder in folders_of_code(PACKAGE) if not (folder / "__init__.py").is_file()]
    assert bare == []


def test_no_folder_of_tests_has_an_init() -> None:
    """Pytest imports tests by path, and two of the same name in two folders are two."""
    assert list(TESTS.rglob("__init__.py")) == []


def test_a_test_in_a_folder_mirrors_a_module_of_that_folder() -> None:
    """Right in tests/ also stand those that are about the whole project."""
    strays = [
        path.relative_to(TOP).as_posix()
        for path in TESTS.rglob("test_*.py")
        if path.parent != TESTS and not _mirrors(path)
    ]
    assert strays == []


def _mirrors(path: Path) -> bool:
    folder = PACKAGE / path.parent.relative_to(TESTS)
    name = path.stem.removeprefix("test_")
    names = {module.stem for module in folder.glob("*.py")} | {inner.name for inner in folder.glob("*/")}
    return folder.is_dir() and name in {*names, *OF_THE_WHOLE_FOLDER}
