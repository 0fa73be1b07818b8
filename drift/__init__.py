"""drift tells that live data is no longer the data a model was trained on, and what happened to it.

>>> import polars as pl
>>> import drift
>>> train = pl.DataFrame({"trip_seconds": [float(60 + i % 997) for i in range(2000)]})
>>> reference = drift.fit(train)
>>> run = drift.check(train.select(pl.col("trip_seconds") * 1000), reference)
>>> run.verdict
'breach'
>>> run["trip_seconds"].diagnosis.parameters["to"]
'millisecond'
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from drift.config import Acceptance, Config, load_accepted, load_config
    from drift.errors import DriftError
    from drift.run import (
        DriftBreach,
        Drill,
        History,
        Power,
        Profile,
        ReadOptions,
        Reconciliation,
        Reference,
        Run,
        accept,
        check,
        compare,
        drill,
        fit,
        init,
        load,
        merge,
        power,
        profile,
        promote,
        reconcile,
        trends,
    )

__all__ = [
    "Acceptance",
    "Config",
    "DriftBreach",
    "DriftError",
    "Drill",
    "History",
    "Power",
    "Profile",
    "ReadOptions",
    "Reconciliation",
    "Reference",
    "Run",
    "accept",
    "check",
    "compare",
    "drill",
    "fit",
    "init",
    "load",
    "load_accepted",
    "load_config",
    "merge",
    "power",
    "profile",
    "promote",
    "reconcile",
    "trends",
]

_HOMES = {
    "Acceptance": "drift.config",
    "Config": "drift.config",
    "load_accepted": "drift.config",
    "load_config": "drift.config",
    "DriftError": "drift.errors",
}


class _Package(ModuleType):
    """A module whose public names stay what they are, though folders of code have the same ones.

    Importing `drift.profile.table` binds the folder as `drift.profile`, where the function is meant.
    """

    def __setattr__(self, name: str, value: object) -> None:
        """Set a name, but for a folder's over a public one."""
        if not (isinstance(value, ModuleType) and name in __all__):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def _public(name: str) -> Any:  # noqa: ANN401 - whatever the public name stands for
    """Return a public name, imported on first use: `import drift` alone is cheap."""
    if name not in __all__:
        msg = f"module 'drift' has no attribute {name!r}"
        raise AttributeError(msg)
    from importlib import import_module  # noqa: PLC0415

    return getattr(import_module(_HOMES.get(name, "drift.run")), name)


if not TYPE_CHECKING:  # a type checker that sees it would take any name for a public one
    __getattr__ = _public
