"""The one home of pandera's import, kept from waking Spark.

Where PySpark is installed, pandera's import brings `pyspark.pandas` in and sets two environment variables.
That would cost a second and a warning in every check, and the variables would bind a cluster's driver to
this machine alone. So pandera does not find PySpark while it is imported, and the variables are as they were.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_HIDDEN: Final = ("pyspark", "pyspark.pandas")
_VARIABLES: Final = ("SPARK_LOCAL_IP", "PYARROW_IGNORE_TIMEZONE")


@contextmanager
def _without_spark() -> Iterator[None]:
    """Hide what of PySpark was not imported yet, and put the environment back."""
    hidden = [name for name in _HIDDEN if name not in sys.modules]
    unset = [name for name in _VARIABLES if name not in os.environ]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]  # makes an import fail
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]
        for name in unset:
            os.environ.pop(name, None)


with _without_spark():
    import pandera.polars as pa
    from pandera.api.function_dispatch import Dispatcher
    from pandera.config import ValidationDepth, config_context
    from pandera.engines import polars_engine
    from pandera.errors import SchemaError, SchemaErrorReason, SchemaErrors

__all__ = [
    "Dispatcher",
    "SchemaError",
    "SchemaErrorReason",
    "SchemaErrors",
    "ValidationDepth",
    "config_context",
    "pa",
    "polars_engine",
]
