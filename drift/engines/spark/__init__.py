"""Spark: each task profiles its rows with the very code that one machine runs, and profiles add up.

`profile` takes a DataFrame of Spark's, or names what Spark is to read, and gives a profile that `drift.fit`
and `drift.check` take wherever they take data. `types` tells how columns come, `shard` is what runs on the
executors, `tree` adds their profiles up there, `naming` finds what is named, `session` starts Spark.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.engines.spark.naming import rows_of
from drift.engines.spark.shard import Shard
from drift.engines.spark.tree import profile_of
from drift.extras import require
from drift.profile.segments import named_levels
from drift.run.fitting import hold_training, told, with_needed
from drift.run.kept import Profile, fields_of
from drift.run.profiling import NOTHING_PROFILED, held_to
from drift.run.reading import settled_by
from drift.run.settings import hold_to_both_sides, require_rows_for_weight
from drift.sources.options import ReadOptions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

    from pyspark.sql import DataFrame

    from drift.judge.reference import Reference
    from drift.run.settings import ConfigLike

__all__ = ["profile"]


def profile(
    data: DataFrame | str | Sequence[str],
    *,
    reference: Reference | str | PathLike[str] | None = None,
    config: ConfigLike | None = None,
    time: str | None = None,
    columns: Sequence[str] | None = None,
) -> Profile:
    """Profile a table on a cluster; the rows stay there, and the sum of their profiles comes back.

    It is the profile that one machine makes of the same rows, to the byte, however Spark cuts them and
    however often a task is run again. What stands for training data is profiled once with this and then
    given to `drift.fit`; a batch with `reference=` and then given to `drift.check`.

    Parameters
    ----------
    data : pyspark.sql.DataFrame, str or sequence of str
        Rows of Spark's, or names: of Parquet, of the folder of a table of Delta or Iceberg, of a table
        that Spark's catalogue knows. Names are read by the active session, or by one that is started.
    reference : Reference or path, optional
        Settles the types, as in `drift.profile`.
    config : Config, mapping or path, optional
        As in `drift.profile`.
    time : str, optional
        The column that dates each row; overrides the config's. A reference has settled it.
    columns : sequence of str, optional
        The columns that are read; all, if not given. Time and key are read beside them.

    Returns
    -------
    Profile
        A few kilobytes a column, and the rows of the sample.

    Raises
    ------
    DriftError
        If PySpark is not installed, the rows, reference or config cannot be read, Spark fails, or a column
        has a type that cannot leave Spark.
    """
    require("pyspark", "a cluster", extra="spark")
    options = ReadOptions(columns=None if columns is None else tuple(columns))
    named: tuple[tuple[int, ...], ...] = ()
    if reference is None:
        settings = told(config, time)
        require_rows_for_weight(settings, NOTHING_PROFILED)
        rows = rows_of(data, with_needed(options, settings))
        hold_training(rows.source(), settings, NOTHING_PROFILED)
        settled = None
    else:
        learned, settings = held_to(reference, config, time)
        rows = rows_of(data, options, contract=learned.contract)
        source = rows.source()
        hold_to_both_sides(settings, learned, [*source.schema, *source.left_out])
        settled, named = settled_by(learned), named_levels(learned.profile.segments)
    shard = Shard(schema=rows.schema, settings=settings, settled=settled, named=named)
    return Profile(**fields_of(profile_of(rows, shard)))
