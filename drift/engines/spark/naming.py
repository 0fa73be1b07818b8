"""What a user names as rows of Spark's: Parquet, tables of Delta and Iceberg, those of the catalogue."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from drift.engines.spark.rows import Rows
from drift.engines.spark.session import session
from drift.engines.spark.types import schema_of
from drift.errors import InputUnreadableError, InputUnsupportedError, UsageError
from drift.sources.faults import first_line
from drift.sources.forms import FORM_NAMES
from drift.sources.frames import frame_name
from drift.sources.lake import table_of
from drift.sources.paths import find_files
from drift.sources.source import open_source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyspark.sql import DataFrame

    from drift.sources.options import ReadOptions
    from drift.sources.schema import Contract

URL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:/")
PATH: Final = re.compile(r"[/*?\[\\]|\.parquet$|^\.+$")


def rows_of(
    data: DataFrame | str | Sequence[str], options: ReadOptions, *, contract: Contract | None = None
) -> Rows:
    """Return the rows that `data` is or names, those columns of them that are asked for.

    Raises
    ------
    InputNotFoundError, InputUnreadableError, InputUnsupportedError, ColumnNotFoundError, UsageError
        If there are none, Spark cannot read them, a column that is asked for is not there, or what is named
        is not of one kind.
    """
    from pyspark.sql import DataFrame  # noqa: PLC0415 - only where Spark is asked

    if isinstance(data, DataFrame):
        return _chosen(data, frame_name(data), options, contract)
    names = [data] if isinstance(data, str) else data
    if not isinstance(names, list | tuple) or not all(isinstance(one, str | os.PathLike) for one in names):
        raise InputUnsupportedError(
            f"{frame_name(data)} is not data that Spark reads",
            mend="give a DataFrame of Spark's, paths, or the name of a table",
        )
    if not names:
        raise UsageError("no data was given", mend="name at least one path or table")
    return _named([os.fspath(one) for one in names], options, contract)


def _named(names: list[str], options: ReadOptions, contract: Contract | None) -> Rows:
    if any(URL.match(one) for one in names):
        return _chosen(_read(names, "parquet"), ", ".join(names), options, contract)
    if not any(Path(one).exists() or PATH.search(one) for one in names):
        if len(names) > 1:
            raise UsageError(
                f"{', '.join(names)}: several tables are not one batch",
                mend="name one, or a view of them all",
            )
        return _chosen(_table(names[0]), names[0], options, contract)
    table = table_of(names)
    if table is not None:
        return _chosen(_read([str(table.folder)], table.format.lower()), str(table.folder), options, contract)
    return _of_files(names, options, contract)


def _of_files(names: list[str], options: ReadOptions, contract: Contract | None) -> Rows:
    """Return the rows of files that this machine sees too: it reads their footers, and Spark the rows."""
    files = find_files(names, options)
    other = next((file for file in files if file.form != "parquet"), None)
    if other is not None:
        raise InputUnsupportedError(
            f"{other.name} is {FORM_NAMES[other.form]}, and of files only Parquet is read on a cluster",
            mend="leave `--engine` out; or read it in PySpark and give the DataFrame to drift.engines.spark",
        )
    source = open_source(names, contract=contract, options=options)
    rows = _chosen(_read([str(file.path) for file in files], "parquet"), names[0], options, contract)
    return Rows(
        frame=rows.frame.select([_column(name) for name in source.schema]),
        schema=source.schema,
        names=source.names,
        left_out=source.left_out,
        files=files,
    )


def _column(name: str) -> str:
    """Return how Spark is told of a column, whatever its name."""
    return f"`{name.replace('`', '``')}`"


def _chosen(frame: DataFrame, name: str, options: ReadOptions, contract: Contract | None) -> Rows:
    """Return the columns of a query that are asked for."""
    there = schema_of(frame, name)
    wanted = options.chosen(there, name, known=contract.by_name() if contract else ())
    return Rows(
        frame=frame if len(wanted) == len(there) else frame.select([_column(one) for one in wanted]),
        schema={one: there[one] for one in wanted},
        names=(name,),
        left_out=tuple(one for one in there if one not in wanted),
    )


def _read(paths: list[str], form: str) -> DataFrame:
    """Return what Spark reads of paths; columns that some files lack are null there."""
    reader = session().read.format(form)
    if form == "parquet":
        reader = reader.option("mergeSchema", "true")
    try:
        return reader.load(paths)
    except Exception as error:  # Spark's errors have no class of their own for each cause
        raise InputUnreadableError(
            f"{paths[0]}{f' and {len(paths) - 1:,} more' if len(paths) > 1 else ''}: Spark could not read it",
            seen=first_line(error),
            mend="check the path, and whether every file has the columns in one type",
        ) from error


def _table(name: str) -> DataFrame:
    try:
        return session().table(name)
    except Exception as error:
        raise InputUnreadableError(
            f"{name}: neither a file here nor a table that Spark knows",
            seen=first_line(error),
            mend="check the name; a path has a `/` in it",
        ) from error
