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

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from drift.config import Config, load_config
    from drift.errors import DriftError
    from drift.run import DriftBreach, Reference, Run, check, fit

__all__ = ["Config", "DriftBreach", "DriftError", "Reference", "Run", "check", "fit", "load_config"]

_HOMES = {"Config": "drift.config", "load_config": "drift.config", "DriftError": "drift.errors"}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the public name stands for
    """Return a public name, imported on first use: `import drift` alone is cheap."""
    if name not in __all__:
        msg = f"module 'drift' has no attribute {name!r}"
        raise AttributeError(msg)
    from importlib import import_module  # noqa: PLC0415

    return getattr(import_module(_HOMES.get(name, "drift.run")), name)
