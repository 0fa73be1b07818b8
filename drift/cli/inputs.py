"""The files that a command reads, so that none of its outputs overwrites one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from drift.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drift.sources.options import InputFormat, ReadOptions

ESCAPES: Final = {"\\t": "\t", "tab": "\t"}  # a tab is hard to type


def read_options(
    *,
    columns: Sequence[str] | None = None,
    features: str | None = None,
    limit: int | None = None,
    input_format: str | None = None,
    separator: str | None = None,
    decimal_comma: bool = False,
    memory: str | None = None,
    sql: str | None = None,
    since: str | None = None,
    until: str | None = None,
    window: str | None = None,
    time: str | None = None,
) -> ReadOptions:
    """Return how data is to be read, as the options of a command say it.

    Raises
    ------
    UsageError
        If an option has a value that it does not take, or columns are named in two ways.
    """
    from drift.sources.memory import bytes_of  # noqa: PLC0415 - as below
    from drift.sources.options import ReadOptions  # noqa: PLC0415

    if columns and features is not None:
        raise UsageError("--columns and --features both name columns", mend="give one of the two")
    names = [name.strip() for given in columns or () for name in given.split(",") if name.strip()]
    places: dict[str, str] = {}
    if features is not None:
        from drift.sources.features import read_features  # noqa: PLC0415 - as below

        places = read_features(features)
        names = list(places)
    return ReadOptions(
        columns=tuple(names) if columns or places else None,
        places=places,
        limit=limit,
        input_format=cast("InputFormat | None", input_format),
        separator=ESCAPES.get(separator, separator) if separator else separator,
        decimal_comma=decimal_comma,
        memory=None if memory is None else bytes_of(memory),
        sql=sql,
        since=since,
        until=until,
        window=window,
        time=time,
    )


def inputs_of(
    data: Sequence[str], options: ReadOptions | None = None, **others: str | None
) -> list[tuple[str, str]]:
    """Return the files that a command reads, each with what it is."""
    if options is not None and options.sql is not None:
        from drift.sources.database import database_of  # noqa: PLC0415 - as below

        path = database_of(options.sql).path
        files = [] if path is None else [("the database that is read", path)]
    else:
        from drift.sources.paths import find_paths  # noqa: PLC0415 - polars comes with it

        found = find_paths(data, options or read_options())
        files = [("the data that is read", str(path)) for path in found]
    return [*files, *((f"the {what}", path) for what, path in others.items() if path is not None)]
