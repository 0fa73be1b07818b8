"""A user's own pandera schema: found by its name, held to what a stream can tell, and checked batch by batch.

What looks at one row at a time gives the same answer however the rows are cut, so it runs in the one
pass over them: types, nulls, pandera's built-in checks, and checks of the user's that are element-wise. What
needs the whole table at once is refused by name before anything is read.
"""

from __future__ import annotations

import importlib
import os
import re
import sys
from collections import defaultdict
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from drift.errors import ConfigError
from drift.sources.pandera_home import (
    Dispatcher,
    SchemaError,
    SchemaErrorReason,
    pa,
)
from drift.sources.schema_break import MAX_CASES, SchemaBreak
from drift.sources.schema_errors import (
    MAX_TEXT,
    absent_of,
    called,
    column_of,
    errors_of,
    failing_rows,
    label_of,
    told_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# pandera's built-in checks that look at each value by itself; `unique_values_eq` does not.
ROW_BY_ROW: Final = frozenset(
    {
        *("equal_to", "not_equal_to", "greater_than", "greater_than_or_equal_to", "less_than"),
        *("less_than_or_equal_to", "in_range", "isin", "notin", "str_matches", "str_contains"),
        *("str_startswith", "str_endswith", "str_length"),
    }
)
# What an empty table shows as well as a full one: told once, and not again for every batch.
OF_THE_TABLE: Final = frozenset(
    {
        SchemaErrorReason.COLUMN_NOT_IN_DATAFRAME,
        SchemaErrorReason.COLUMN_NOT_IN_SCHEMA,
        SchemaErrorReason.COLUMN_NOT_ORDERED,
        SchemaErrorReason.WRONG_DATATYPE,
        SchemaErrorReason.INVALID_COLUMN_NAME,
        SchemaErrorReason.ADD_MISSING_COLUMN_NO_DEFAULT,
    }
)
MISSING: Final = "column_in_dataframe"  # what pandera calls the check that a column is there
MAX_NAMES: Final = 20  # of a module, in a message
STATE: Final = "nothing was read or written"


@dataclass(frozen=True, slots=True, kw_only=True)
class UserSchema:
    """A schema that batches can be held to.

    Attributes
    ----------
    name : str
        What the user calls it.
    schema : pandera.polars.DataFrameSchema
        The schema itself, whose checks all look at one row at a time.
    quiet : frozenset of (str or None, str)
        The checks that only warn: their column, or the pattern of several, and their name.
    """

    name: str
    schema: pa.DataFrameSchema
    quiet: frozenset[tuple[str | None, str]]

    def only_warns(self, column: str | None, check: str) -> bool:
        """Return whether a failure of this check is a warning by the schema's own word."""
        return any(
            check == called and (pattern == column or (pattern and column and re.fullmatch(pattern, column)))
            for pattern, called in self.quiet
        )


def user_schema(given: object) -> UserSchema:
    """Return the schema that a user names or gives.

    Parameters
    ----------
    given : str, DataFrameSchema or type of DataFrameModel
        ``package.module:Name``, found where Python finds modules and in the working directory; or the
        schema itself.

    Raises
    ------
    ConfigError
        If it is not found, is none of pandera's for polars, or needs the whole table at once.
    """
    name = (
        given
        if isinstance(given, str)
        else str(getattr(given, "__name__", None) or getattr(given, "name", ""))
    )
    name = name or type(given).__name__
    found = _imported(given) if isinstance(given, str) else given
    if isinstance(found, type) and issubclass(found, pa.DataFrameModel):
        try:
            found = found.to_schema()
        except Exception as error:  # whatever the user's class raises while pandera reads it
            raise _unusable(name, error) from error
    if not isinstance(found, pa.DataFrameSchema):
        raise _no_schema(name, found)
    whole = [*_whole_table(found)]
    if whole:
        raise ConfigError(
            f"schema `{name}`: {', '.join(whole)} cannot be told batch by batch",
            seen="a batch is read as a stream, so a check sees some of its rows at a time",
            mend="use pandera's built-in checks, or `element_wise=True`; the config's `key` tells repeats",
            state=STATE,
        )
    return _prepared(name, found)


@dataclass(kw_only=True)
class Watch:
    """Holds each batch of a stream to a schema as it passes by, and adds up what fails.

    Attributes
    ----------
    wanted : UserSchema
        The schema.
    key : tuple of str
        Columns that are shown with a value that fails.
    hides : callable
        Returns whether no value of a column is shown, by its name.
    unread : frozenset of str
        Columns that the data has and that were not asked for: nothing is said of them.
    """

    wanted: UserSchema
    key: tuple[str, ...] = ()
    hides: Callable[[str], bool] = lambda _: False
    unread: frozenset[str] = frozenset()
    _table: dict[tuple[str | None, str], SchemaBreak] = field(default_factory=dict)
    _rows: dict[tuple[str | None, str], int] = field(default_factory=lambda: defaultdict(int))
    _cases: dict[tuple[str | None, str], pl.DataFrame] = field(default_factory=dict)
    _started: bool = False
    _unrun: set[tuple[str | None, str]] = field(default_factory=set)

    @property
    def started(self) -> bool:
        """Whether any rows, or the columns of a table without, were shown."""
        return self._started

    def see(self, frame: pl.DataFrame) -> None:
        """Hold some rows to the schema; a frame without rows shows what is wrong with the table itself."""
        self._started = True
        if frame.height:
            for error in self._errors(frame):
                if error.reason_code not in OF_THE_TABLE:
                    self._count(error, frame)
            return
        for name in absent_of(self.wanted.schema, frame):
            if name in self.unread:
                continue
            self._table[name, MISSING] = SchemaBreak(
                column=name,
                check=MISSING,
                rows=0,
                warns=False,
                why="it is not there",
            )
        left = frame
        while True:
            errors = self._errors(left)
            for error in errors:
                if error.reason_code in OF_THE_TABLE:
                    column, check = column_of(error, left.columns), label_of(error)
                    self._table[column, check] = SchemaBreak(
                        column=column,
                        check=check,
                        rows=0,
                        warns=False,
                        why=told_of(error),
                    )
            # pandera stops at the first column that the schema does not have.
            extra = [
                str(one.failure_cases)
                for one in errors
                if one.reason_code == SchemaErrorReason.COLUMN_NOT_IN_SCHEMA
            ]
            if not extra:
                return
            left = left.select(column for column in left if column.name not in extra)

    def breaks(self) -> tuple[SchemaBreak, ...]:
        """Return all that fails: what is wrong with the table first, then by column and check."""
        # A check that fails to run on a column of another type says nothing beside that.
        wrong = {column for column, check in self._table if check.startswith("dtype(")}
        failing = [
            SchemaBreak(
                column=column,
                check=check,
                rows=rows,
                warns=self.wanted.only_warns(column, check),
                cases=tuple(self._cases[column, check].drop("", strict=False).to_dicts())
                if (column, check) in self._cases
                else (),
            )
            for (column, check), rows in self._rows.items()
            if not ((column, check) in self._unrun and column in wrong)
        ]
        order = sorted(failing, key=lambda one: (one.column or "", one.check))
        return (*(self._table[place] for place in sorted(self._table, key=str)), *order)

    def _errors(self, frame: pl.DataFrame) -> list[SchemaError]:
        """Return what pandera finds wrong with a frame, absent columns apart: it cannot coerce these."""
        schema = self.wanted.schema.remove_columns(absent_of(self.wanted.schema, frame))
        try:
            return errors_of(schema, frame)
        except Exception as error:  # whatever a user's check raises, and pandera does not catch
            raise _unusable(self.wanted.name, error, "rows were held to it") from error

    def _count(self, error: SchemaError, frame: pl.DataFrame) -> None:
        """Add the rows that fail a check to those of the batches before."""
        column, check = column_of(error, frame.columns), label_of(error)
        failing = failing_rows(error, frame.height)
        if error.reason_code == SchemaErrorReason.CHECK_ERROR:
            self._unrun.add((column, check))
        self._rows[column, check] += frame.height if failing is None else int(failing.sum())
        shown = [
            name
            for name in (*self.key, column)
            if name in frame.columns and not frame.schema[name].is_nested() and not self.hides(name)
        ]
        if failing is None or not shown or (column is not None and self.hides(column)):
            return
        cases = pl.DataFrame({name: frame.get_column(name) for name in dict.fromkeys(shown)}).filter(failing)
        cases = cases.with_columns(cases.hash_rows(seed=0).alias(""))
        before = self._cases.get((column, check))
        both = cases if before is None else pl.concat([before, cases], how="vertical_relaxed")
        self._cases[column, check] = both.sort("", maintain_order=True).head(MAX_CASES)


def _imported(named: str) -> object:
    """Return what ``package.module:Name`` names."""
    module, colon, attribute = named.partition(":")
    if not (module and colon and attribute):
        raise ConfigError(
            f"`schema: {named}` names no schema",
            mend="write the module and the name in it: my_package.schemas:Trips",
            state=STATE,
        )
    here = os.getcwd()  # noqa: PTH109 - as text, which is what the path of modules holds
    added = here not in sys.path
    if added:
        sys.path.append(here)
    try:
        found: Any = importlib.import_module(module)
    except ModuleNotFoundError as error:
        raise ConfigError(
            f"`schema: {named}`: no module `{error.name}`",
            seen=f"looked where Python finds modules, and in {here}",
            mend="install the package, or run drift where the module is",
            state=STATE,
        ) from error
    except Exception as error:  # whatever the user's module raises
        raise _unusable(named, error) from error
    finally:
        if added:
            sys.path.remove(here)
    for part in attribute.split("."):
        if not hasattr(found, part):
            there = [name for name in vars(found) if not name.startswith("_")]
            raise ConfigError(
                f"`schema: {named}`: `{module}` has no `{attribute}`",
                seen=", ".join(there[:MAX_NAMES]),
                mend="name a schema that is there",
                state=STATE,
            )
        found = getattr(found, part)
    return found


def _unusable(name: str, error: Exception, when: str = "it was loaded") -> ConfigError:
    words = str(error).strip().splitlines()
    return ConfigError(
        f"schema `{name}`: {type(error).__name__} while {when}",
        seen=words[0][:MAX_TEXT] if words else None,
        mend=f"mend the module: `python -c 'import {name.partition(':')[0]}'` shows the error",
        state=STATE,
    )


def _no_schema(name: str, found: object) -> ConfigError:
    """Return the error for what is no schema, or one for another kind of frame."""
    kind = found if isinstance(found, type) else type(found)
    homes = " ".join(one.__module__ for one in kind.__mro__)
    other = next((one for one in ("pandas", "pyspark", "ibis") if f"pandera.api.{one}" in homes), None)
    return ConfigError(
        f"schema `{name}` is {f'for {other}' if other else f'a {kind.__name__}, and no schema'}",
        mend="import pandera.polars, and write a DataFrameModel or DataFrameSchema of it",
        state=STATE,
    )


def _whole_table(schema: pa.DataFrameSchema) -> Iterator[str]:
    """Yield what of a schema needs more than a row at a time, or is not done to live data."""
    if schema.unique:
        yield f"unique {', '.join(schema.unique)}"
    if getattr(schema, "drop_invalid_rows", False):
        yield "drop_invalid_rows"
    if getattr(schema, "parsers", None):
        yield "parsers"
    yield from (called(check) for check in schema.checks if not _row_by_row(check))
    for name, column in schema.columns.items():
        if column.unique:
            yield f"`{name}` unique"
        if getattr(column, "parsers", None):
            yield f"`{name}` parsers"
        if getattr(column, "drop_invalid_rows", False):
            yield f"`{name}` drop_invalid_rows"
        yield from (f"`{name}` {called(check)}" for check in column.checks if not _row_by_row(check))


def _row_by_row(check: Any) -> bool:  # noqa: ANN401 - pandera does not export its type
    """Return whether a check looks at each value by itself."""
    if check.groupby is not None:
        return False
    built_in = isinstance(check._check_fn, Dispatcher) and check.name in ROW_BY_ROW  # noqa: SLF001 - no other sign
    return bool(check.element_wise or built_in)


def _prepared(name: str, schema: pa.DataFrameSchema) -> UserSchema:
    """Return a schema of our own that tells of every failure: of those that only warn, too."""
    schema = deepcopy(schema)
    checks = [(None, check) for check in schema.checks]
    checks += [(key, check) for key, column in schema.columns.items() for check in column.checks]
    quiet = frozenset((key, called(check)) for key, check in checks if check.raise_warning)
    for _, check in checks:
        check.raise_warning = False
        check.n_failure_cases = None
    return UserSchema(name=name, schema=schema, quiet=quiet)
