"""An environment in which a list of packages is installed, and nothing else: as after a slim install.

The packages are those of this environment, linked one by one with all that they need, so nothing is fetched.
"""

from __future__ import annotations

import sys
import sysconfig
import venv
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.requirements import Requirement

if TYPE_CHECKING:
    from collections.abc import Iterable


def environment_of(requirements: Iterable[str], folder: Path, *, source: Path) -> Path:
    """Return the Python of a new environment that has these packages, and the source of our own."""
    venv.create(folder, with_pip=False)
    scheme = {"base": str(folder), "platbase": str(folder)}
    packages = Path(sysconfig.get_path("purelib", "venv", scheme))
    for name in sorted(_needed(requirements)):
        for file in distribution(name).files or ():
            top = file.parts[0]
            place = packages / top
            if top != ".." and not place.exists():
                place.symlink_to(Path(str(distribution(name).locate_file(top))))
    (packages / "drift").symlink_to(source / "drift")
    return Path(sysconfig.get_path("scripts", "venv", scheme)) / Path(sys.executable).name


def _needed(requirements: Iterable[str]) -> set[str]:
    """Return the names of packages and of all that they need, with the extras that are asked for."""
    found: set[str] = set()
    left = [(one.name, tuple(one.extras)) for one in map(Requirement, requirements) if _here(one, ("",))]
    while left:
        name, extras = left.pop()
        key = name.lower().replace("_", "-")
        if key in found:
            continue
        try:
            asked = distribution(name).requires or []
        except PackageNotFoundError:
            continue
        found.add(key)
        left += [
            (one.name, tuple(one.extras)) for one in map(Requirement, asked) if _here(one, ("", *extras))
        ]
    return found


def _here(requirement: Requirement, extras: tuple[str, ...]) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in extras)
