"""What a fit or a check is asked to go by: its config, held to the data that it is about."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Mapping
from os import PathLike
from typing import TYPE_CHECKING, TypeAlias

from drift.config import Config, changed_fit_keys, load_config
from drift.errors import ColumnNotFoundError, ConfigError, UsageError

if TYPE_CHECKING:
    from drift.judge.reference import Reference
    from drift.sources.schema import Contract

ConfigLike: TypeAlias = Config | Mapping[str, object] | str | PathLike[str]

# What each family of types can be told to be.
_KINDS_OF = {
    "number": ("number", "category", "identifier", "time"),
    "text": ("category", "text", "identifier"),
    "boolean": ("boolean",),
    "time": ("time",),
    "nested": ("nested",),
    "unknown": ("unknown",),
}

_SEGMENTED = ("text", "number", "boolean")  # families whose values may be levels of a segment column

_NAMES_TOLD = 20  # of a table's columns, in a message


def settings_of(reference: Reference, config: ConfigLike | None) -> Config:
    """Return what a check is judged by: the config given, or the one that the reference was fitted with.

    Raises
    ------
    ConfigError
        If a key that counts when fitting is not as it was.
    """
    if config is None:
        return reference.config
    settings = load_config(config)
    changed = changed_fit_keys(reference.config, settings, reference.profile.columns)
    if changed:
        raise ConfigError(
            f"the config changes what counts when fitting: {', '.join(one.path for one in changed)}",
            seen="; ".join(one.told for one in changed),
            mend=f"{', '.join(one.mend for one in changed)}; or fit again with this config",
            state="nothing was checked",
        )
    return settings


def require_time(contract: Contract, settings: Config, where: str, state: str) -> None:
    """Refuse a time column that the data does not have, or that holds no times."""
    if settings.time is None or settings.time in settings.ignore:
        return
    column = contract.column(settings.time)
    if settings.column(settings.time).sensitive:
        raise ConfigError(
            f"the time column `{settings.time}` cannot be sensitive",
            seen="its newest time and its pieces are kept",
            mend="name another time column, or take `sensitive` out",
            state=state,
        )
    if column is None:
        names = [column.name for column in contract.columns]
        raise _no_column(where, "time", settings.time, names, state)
    if column.family != "time":
        raise ConfigError(
            f"the time column `{settings.time}` holds no times",
            seen=f"its type is {column.dtype}",
            mend="name a column of dates or times, or convert this one first",
            state=state,
        )


def require_age(settings: Config, state: str) -> None:
    """Refuse a `max_age` without a time column, whose times it would be about."""
    if settings.max_age is not None and (settings.time is None or settings.time in settings.ignore):
        raise ConfigError(
            "`max_age` is the age of a time column's newest time, and "
            + ("there is no `time`" if settings.time is None else f"`{settings.time}` is ignored"),
            mend="name the column: time: created_at; or take `max_age` out",
            state=state,
        )


def require_weight(contract: Contract, settings: Config, where: str, state: str) -> None:
    """Refuse weights that the data does not have, or that are no numbers, ignored or masked."""
    if settings.weight is None:
        return
    column = contract.column(settings.weight)
    if column is None and settings.weight not in settings.ignore:
        names = [column.name for column in contract.columns]
        raise _no_column(where, "weight", settings.weight, names, state)
    if column is None or column.family != "number" or settings.column(settings.weight).sensitive:
        raise ConfigError(
            f"`{settings.weight}` cannot be the weight",
            seen="the config ignores it"
            if column is None
            else f"its type is {column.dtype}"
            if column.family != "number"
            else "it is sensitive, so its values are not kept",
            mend="name a column of numbers from 0 on",
            state=state,
        )


def require_rows_for_weight(settings: Config, state: str) -> None:
    """Refuse a weight where only a profile is made, or there: it counts rows as they stand there."""
    if settings.weight is not None:
        raise UsageError(
            "weights need the rows of training, and a profile counts them without",
            mend="`drift fit` on the data itself, or take `weight` out of the config",
            state=state,
        )


def require_key(contract: Contract, settings: Config, where: str, state: str) -> None:
    """Refuse a key of a column that the data does not have, or whose values are not read."""
    for name in settings.key:
        column = contract.column(name)
        if column is None and name not in settings.ignore:
            raise _no_column(where, "key", name, [column.name for column in contract.columns], state)
        if column is not None and column.family in {"nested", "unknown"}:
            raise ConfigError(
                f"`{name}` cannot be a key, for its values are not read",
                seen=f"its type is {column.dtype}",
                mend="name columns of numbers, text, times or booleans",
                state=state,
            )


def require_segments(contract: Contract, settings: Config, where: str, state: str) -> None:
    """Refuse segments of a column that the data does not have, that is ignored, or that has no levels."""
    for name in settings.segments:
        column = contract.column(name)
        if column is None and name not in settings.ignore:
            raise _no_column(where, "segments", name, [one.name for one in contract.columns], state)
        if column is None or column.family not in _SEGMENTED:
            raise ConfigError(
                f"`{name}` cannot be a segment",
                seen="the config ignores it" if column is None else f"its type is {column.dtype}",
                mend="name a column of levels: text, whole numbers or booleans",
                state=state,
            )
    if settings.segments and settings.weight is not None:
        raise ConfigError(
            "segments cannot be weighted",
            seen=f"`segments: [{', '.join(settings.segments)}]` beside `weight: {settings.weight}`",
            mend="take one of both out",
            state=state,
        )


def require_columns(settings: Config, names: list[str], where: str, state: str) -> None:
    """Refuse a config that says something of a column that there is not: it would say it of nothing."""
    for name in settings.columns:
        there = name in names or any(fnmatch.fnmatchcase(one, name) for one in names)
        if not there and name != settings.target and name not in settings.ignore:
            raise _no_column(where, "columns", name, names, state)


def require_fitting(settings: Config, contract: Contract, state: str) -> None:
    """Refuse a kind that a column's type cannot be, and a unit that is none."""
    for column in contract.columns:
        told = settings.column(column.name)
        if told.kind is not None and told.kind not in _KINDS_OF[column.family]:
            raise ConfigError(
                f"{_place(settings, column.name)}`columns.{column.name}.kind`: "
                f"a column of type {column.dtype} is no {told.kind}",
                mend=f"one of {', '.join(_KINDS_OF[column.family])}, or leave it out",
                state=state,
            )
        if told.unit is not None:
            from drift.diagnose.conversions import canonical  # noqa: PLC0415 - pint takes 0.3 s to import

            try:
                canonical(told.unit)
            except ConfigError as error:
                said = f"{_place(settings, column.name)}`columns.{column.name}.unit`: {error.what}"
                raise ConfigError(said, mend=error.mend, state=state) from error


def _place(settings: Config, column: str) -> str:
    """Return the file and line in which the config says most of a column, as an error begins; or nothing."""
    line = settings.line_of_column(column)
    return "" if settings.file is None or line is None else f"{settings.file} line {line}: "


def hold_to_both_sides(settings: Config, reference: Reference, live: Iterable[str]) -> None:
    """Refuse a config, other than the reference's own, that says something of no column of either side."""
    if settings is reference.config:
        return
    names = list(dict.fromkeys([*reference.profile.columns, *live]))
    require_columns(settings, names, "the reference and the batch", "nothing was checked")
    require_fitting(settings, reference.contract, "nothing was checked")


def _no_column(where: str, key: str, name: str, names: list[str], state: str) -> ColumnNotFoundError:
    return ColumnNotFoundError(
        f"{where}: no column `{name}`, which `{key}` names",
        seen=", ".join(names[:_NAMES_TOLD]) + (" …" if len(names) > _NAMES_TOLD else ""),
        mend=_closest(name, names),
        state=state,
    )


def _closest(name: str, names: list[str]) -> str:
    import difflib  # noqa: PLC0415 - only for this message

    near = difflib.get_close_matches(name, names, n=1)
    return f"did you mean `{near[0]}`?" if near else "name a column that is there, or take it out"
