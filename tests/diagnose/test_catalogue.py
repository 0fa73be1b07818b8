"""Every fault is named once, and nothing is diagnosed that is not in the catalogue."""

from __future__ import annotations

import re
from pathlib import Path

from drift.diagnose import catalogue
from drift.diagnose.catalogue import FAULTS


def test_every_fault_has_a_name_and_a_meaning_of_its_own() -> None:
    names = [fault.name for fault in FAULTS]
    assert len(set(names)) == len(names)
    assert len({fault.meaning for fault in FAULTS}) == len(FAULTS)


def test_what_the_layers_name_is_what_the_catalogue_lists() -> None:
    package = Path(str(catalogue.__file__)).parents[1]
    modules = [*package.glob("diagnose/*.py"), *package.glob("judge/*.py")]
    named = {
        name
        for module in modules
        if module.name != "catalogue.py"
        for name in re.findall(r'\bfault="(\w+)"', module.read_text(encoding="utf-8"))
    }
    assert named == {fault.name for fault in FAULTS}
