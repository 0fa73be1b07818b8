"""A batch brought to the families of the contract, with a count of what it took and what was lost.

Widths are levelled (any integer to Int64, any float to Float64, categories to text), which is no
fault and has no `Reading`. What came in another family is read as the one that is wanted, and a
value that cannot be becomes null and is counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from drift.sources.readings import PLAIN, Attempt, epoch_times, plain_type, read_text
from drift.sources.schema import ColumnType, Contract, Family, dtype_name, family
from drift.sources.singles import as_doubles
from drift.sources.text import present, stripped
from drift.sources.truths import truth_of_numbers

if TYPE_CHECKING:
    from drift.sources.source import Batch

MAX_EXACT_WHOLE = 2**53  # a float beyond it may stand for several whole numbers
MICROSECONDS = 10**6


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a column of a batch was read as the family that the contract wants.

    There is one for every column that came in another family, for columns that the form of the data
    can write as text only and that are wanted as anything else, for columns that files have in types
    of several families (`form` is then ``"same"`` where all is as it should be), and for times that
    have a zone where the contract's have none, or the other way round.

    Attributes
    ----------
    column : str
        Its name.
    found : str
        The physical type it came in.
    wanted : Family
        What the contract wants.
    form : str
        ``"same"``: as a file of the contract's own data has it. Else what it is instead:
        "number as text", "decimal comma", "thousands separator", "number as boolean", "number as
        time", "boolean as text", "boolean as word", "boolean as number", "time as text", "time as
        number", "day first", "month first", "zoned time", "naive time", "text as number", "text as
        boolean", "text as time", and so on for pairs of which nothing can be read.
    rows : int
        The rows that hold a value: not null, nor, in text, a token such as "NA".
    unreadable : int
        Those of them that cannot be read, and are null now.
    reformed : int
        Those that were read, but not written as the contract's own: the share of the fault.
    """

    column: str
    found: str
    wanted: Family
    form: str
    rows: int
    unreadable: int
    reformed: int = 0


def conform(batch: Batch, contract: Contract) -> tuple[pl.DataFrame, tuple[Reading, ...]]:
    """Return the batch with the contract's families, and how each column that differed was read.

    Parameters
    ----------
    batch : Batch
        Of any schema. Columns that the contract does not name are left as they are; those that the
        batch lacks stay away.
    contract : Contract
        What is wanted.

    Returns
    -------
    polars.DataFrame
        The same rows and columns, in the same order.
    tuple of Reading
        In the order of the columns.
    """
    wanted = contract.by_name()
    first_tries = _plain(batch.frame, wanted)
    columns: dict[str, pl.Series] = {}
    readings: list[Reading] = []
    for found in batch.frame.iter_columns():
        column, reading = found, None
        if found.name in wanted:
            # Under a name of our own: polars' series methods take a name such as `^a$` for a pattern.
            column, reading = _column(
                found.alias("found"),
                wanted[found.name],
                first_tries.get(found.name),
                native=found.name in batch.native_text,
            )
            if reading is None and found.name in batch.mixed:
                reading = _as_it_was(column, wanted[found.name], found.dtype)
        columns[found.name] = column
        readings += [reading] if reading else []
    return pl.DataFrame(columns), tuple(readings)


def _plain(frame: pl.DataFrame, wanted: dict[str, ColumnType]) -> dict[str, pl.Series]:
    """Return the columns of text read as plain text of what is wanted; polars does it in parallel."""
    tries = []
    for place, (name, dtype) in enumerate(frame.schema.items()):
        one = plain_type(wanted[name]) if name in wanted and family(dtype) == "text" else None
        if one:
            tries.append(one.parse(present(pl.nth(place).cast(pl.String()))).alias(name))
    if not tries:  # an empty call, too, waits for threads that are decoding
        return {}
    return {column.name: column for column in frame.lazy().select(tries).collect().iter_columns()}


def _column(
    found: pl.Series, wanted: ColumnType, plain: pl.Series | None, *, native: bool
) -> tuple[pl.Series, Reading | None]:
    """Return one column in the family that is wanted, and its reading if it took one."""
    came = family(found.dtype)
    if isinstance(found.dtype, pl.Null):
        return (found if wanted.family in ("unknown", "nested") else found.cast(wanted.read_dtype())), None
    if came == "text" and wanted.family not in ("text", "unknown"):
        return _from_text(found.cast(pl.String()), wanted, plain, native=native)
    column = _levelled(found, wanted)
    if wanted.family in (came, "unknown"):
        form = _zone_change(column.dtype, wanted)
    else:
        column, form = _converted(column, wanted), f"{wanted.family} as {came}"
    if form is None:
        return column, None
    read = _values(column)
    return column, Reading(
        column=wanted.name,
        found=dtype_name(found.dtype),
        wanted=wanted.family,
        form=form,
        rows=_values(found),
        unreadable=_values(found) - read,
        reformed=read,
    )


def _as_it_was(column: pl.Series, wanted: ColumnType, found: pl.DataType) -> Reading:
    """Return the reading of a column that came as it should, beside files in which it did not."""
    return Reading(
        column=wanted.name,
        found=dtype_name(found),
        wanted=wanted.family,
        form=PLAIN,
        rows=_values(column),
        unreadable=0,
    )


def _from_text(
    text: pl.Series, wanted: ColumnType, plain: pl.Series | None, *, native: bool
) -> tuple[pl.Series, Reading]:
    """Return a column of text as another family, first as what its plain text gave."""
    rows = _values(text)
    if wanted.family == "nested":
        attempt = Attempt(form="nested as text", values=_nulls(text, wanted))
    elif plain is not None and _values(plain) == rows:
        attempt = Attempt(form=PLAIN, values=plain)
    else:
        attempt = read_text(text, wanted)
        rows = _values(text.to_frame().select(present(stripped(pl.first()))).to_series())
    form, reformed = attempt.form, attempt.reformed
    if not native:  # text itself is the fault, unless it is written in a way that says more
        form = f"{wanted.family} as text" if form in (PLAIN, "naive time", "zoned time") else form
        reformed = attempt.read
    return attempt.values, Reading(
        column=wanted.name,
        found="String",
        wanted=wanted.family,
        form=form,
        rows=rows,
        unreadable=rows - attempt.read,
        reformed=reformed,
    )


def _levelled(column: pl.Series, wanted: ColumnType) -> pl.Series:
    """Return a column in the one width of its family; what would lose by it keeps its own."""
    dtype = column.dtype
    if dtype.is_integer():
        narrow = column.cast(pl.Int64(), strict=False)
        return narrow if _values(narrow) == _values(column) else column
    if dtype.is_float():
        return as_doubles(column)
    if isinstance(dtype, pl.Categorical | pl.Enum):
        return column.cast(pl.String())
    if isinstance(dtype, pl.Datetime) and dtype.time_zone and wanted.zone:
        return column.dt.convert_time_zone(wanted.zone)  # the same moment, on training's clocks
    if isinstance(dtype, pl.Date) and wanted.dtype.startswith("Datetime") and wanted.zone is None:
        return column.cast(pl.Datetime("us"))
    return column


def _zone_change(dtype: pl.DataType, wanted: ColumnType) -> str | None:
    """Return which of "zoned time" and "naive time" came where the contract has the other."""
    if not isinstance(dtype, pl.Datetime) or not wanted.dtype.startswith("Datetime"):
        return None
    if (dtype.time_zone is None) == (wanted.zone is None):
        return None
    return "zoned time" if dtype.time_zone else "naive time"


def _converted(column: pl.Series, wanted: ColumnType) -> pl.Series:
    """Return the values in the family that is wanted, as far as they have a meaning there."""
    x = pl.first()
    value: pl.Expr
    if isinstance(column.dtype, pl.Duration | pl.Time):
        return _nulls(column, wanted)  # neither 0 and 1, nor an epoch, nor written in one way
    match family(column.dtype), wanted.family:
        case "number" | "boolean" | "time", "text":
            return _written(column)
        case "boolean", "number":
            return column.cast(pl.Int64())
        case "number", "boolean":
            return truth_of_numbers(column)
        case "number", "time":
            value = epoch_times(x)
        case "time", "number":
            value = x.cast(pl.Datetime("us")).dt.epoch("us") / MICROSECONDS
        case _:
            return _nulls(column, wanted)
    return column.to_frame().select(value.alias(column.name)).to_series()


def _written(values: pl.Series) -> pl.Series:
    """Return values as text: "true", "2020-01-31", whole floats as integers are written."""
    if not values.dtype.is_float():
        return values.cast(pl.String())
    x = pl.first()
    whole = (x == x.round()) & (x.abs() < MAX_EXACT_WHOLE)
    digits = x.cast(pl.Int64(), strict=False).cast(pl.String())
    return values.to_frame().select(pl.when(whole).then(digits).otherwise(x.cast(pl.String()))).to_series()


def _nulls(column: pl.Series, wanted: ColumnType) -> pl.Series:
    """Return as many nulls as the column has rows, in the type that is wanted."""
    dtype = pl.Null() if wanted.family == "nested" else wanted.read_dtype()
    return pl.Series(values=[None], dtype=dtype).new_from_index(0, len(column))


def _values(column: pl.Series) -> int:
    """Return how many rows hold a value."""
    return len(column) - column.null_count()
