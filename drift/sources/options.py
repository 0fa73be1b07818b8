"""How data is read: which columns and rows, and what a file does not say of itself.

One frozen value goes from the command line, or from Python, to the reader of each form.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, get_args

from drift.errors import ColumnNotFoundError, UsageError
from drift.sources.window import NOTHING_DONE, LengthLike, MomentLike, Window, bounds_of

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping
    from datetime import datetime

InputFormat = Literal["parquet", "csv", "tsv", "ndjson", "arrow"]
INPUT_FORMATS: tuple[InputFormat, ...] = get_args(InputFormat)
NAMES_TOLD = 20  # of a table's columns, in a message


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    r"""What a user says of how data is to be read.

    Attributes
    ----------
    columns : tuple of str or None
        The columns that are read, by their names; None for all. No other is decoded.
    limit : int or None
        How many rows are read: the first ones, files in the order of their paths, whatever the
        number of threads. None for all.
    input_format : {"parquet", "csv", "tsv", "ndjson", "arrow"} or None
        What files and standard input are; None lets their names and first bytes tell.
    separator : str or None
        What stands between the values of a CSV file: one ASCII character. None for a comma in CSV
        and a tab in TSV.
    decimal_comma : bool
        Whether numbers in CSV files have a comma where others have a point: ``1,5``.
    since, until : datetime, date, str or None
        Only rows whose time is `since` or later, and before `until`; in ISO 8601 where they are text, in
        UTC where they have no zone. Of such rows `limit` takes the first.
    window : timedelta, str or None
        How long a span of time is wanted, ``"1d"`` say: up to `until`, or to the time that a check is as
        of, or to now; or from `since` on.
    time : str or None
        The column that `since`, `until` and `window` are about; the config's `time`, if not given.
    sql : str or None
        The URI of a database; the data is a query to it then. It is never shown, nor kept in a run.
    places : mapping of str to str
        Where a column is named, for messages: ``"features.txt, line 3"``.
    memory : int or None
        How many bytes the process may take. Batches are as small as it asks for, and reading ends with an
        error where they do not suffice. None for no bound; memory does not grow with rows in either case.
    progress : callable or None
        Told after each batch how many rows were read, and how many there are: None where the data
        does not say. It may be called in any thread, in one at a time.

    Raises
    ------
    UsageError
        If a value is none that the option takes.

    Examples
    --------
    >>> import drift
    >>> import polars as pl
    >>> rows = pl.DataFrame({"city": ["Porto", "Braga"] * 50, "note": ["…"] * 100})
    >>> reference = drift.fit(rows, options=ReadOptions(columns=("city",), limit=60))
    >>> list(reference.kinds), reference.profile.rows
    (['city'], 60)
    """

    columns: tuple[str, ...] | None = None
    limit: int | None = None
    input_format: InputFormat | None = None
    separator: str | None = None
    decimal_comma: bool = False
    since: MomentLike | None = None
    until: MomentLike | None = None
    window: LengthLike | None = None
    time: str | None = None
    sql: str | None = field(default=None, repr=False)
    places: Mapping[str, str] = field(default_factory=dict)
    memory: int | None = None
    progress: Callable[[int, int | None], None] | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        """Refuse what no reading could go by."""
        if self.limit is not None and self.limit < 1:
            raise UsageError("a limit is a number of rows, 1 or more", seen=str(self.limit))
        if self.columns is not None and not self.columns:
            raise UsageError("no column was named to be read", mend="name at least one, or leave it out")
        if self.input_format is not None and self.input_format not in INPUT_FORMATS:
            near = difflib.get_close_matches(self.input_format, INPUT_FORMATS, n=1)
            raise UsageError(
                f"there is no input format `{self.input_format}`",
                mend=f"did you mean `{near[0]}`?" if near else f"one of {', '.join(INPUT_FORMATS)}",
            )
        if self.separator is not None and not _separates(self.separator):
            raise UsageError(
                "a separator is one ASCII character, and neither a quote nor a line end",
                seen=repr(self.separator),
                mend="';' or '|', say, or a tab",
            )
        bounds_of(self.since, self.until, self.window)
        if self.time is not None and not self.windowed:
            raise UsageError(
                f"the time column `{self.time}` is named for a window, and there is none",
                mend="give `since`, `until` or `window` too, or leave it out",
            )
        if self.decimal_comma and self.separator == ",":
            raise UsageError(
                "a comma cannot stand both between values and in numbers",
                mend="name another separator; with a decimal comma it is often ';'",
            )

    @property
    def windowed(self) -> bool:
        """Whether only rows of a span of time are wanted."""
        return not (self.since is None and self.until is None and self.window is None)

    @property
    def head(self) -> int | None:
        """How many rows a reader need give at most: all, where a window chooses among them."""
        return None if self.windowed else self.limit

    @property
    def ordered(self) -> bool:
        """Whether rows have to come in the order of the data."""
        return self.limit is not None

    def placed(self, time: str | None, now: datetime | None = None) -> ReadOptions:
        """Return the options with both ends of the window and its column told.

        Parameters
        ----------
        time : str or None
            The column that dates each row, where the options name none.
        now : datetime, optional
            Where the window ends if nothing else says so; the present, if not given.

        Raises
        ------
        UsageError
            If there is a window and no column for it.
        """
        if not self.windowed:
            return self
        column = self.time if self.time is not None else time
        if column is None:
            raise UsageError(
                "a window needs the column that dates each row, and none is named",
                mend="name it: `--time`, or `time` in the config",
                state=NOTHING_DONE,
            )
        since, until = bounds_of(self.since, self.until, self.window, now)
        return replace(self, since=since, until=until, window=None, time=column)

    def unwindowed(self) -> ReadOptions:
        """Return the options by which rows of any time are read."""
        return replace(self, since=None, until=None, window=None, time=None)

    def framed(self) -> Window | None:
        """Return the window that rows have to be in, None where all are wanted.

        Raises
        ------
        UsageError
            As `placed`.
        """
        placed = self.placed(None)
        if placed.time is None:
            return None
        since, until = bounds_of(placed.since, placed.until, None)
        return Window(column=placed.time, since=since, until=until)

    def chosen(self, names: Iterable[str], where: str, *, known: Container[str] = ()) -> list[str]:
        """Return those of the data's columns that are to be read, in the data's order.

        Parameters
        ----------
        names : iterable of str
            The columns of the data.
        where : str
            What the data is called.
        known : container of str
            Columns that may be asked for though the data lacks them, such as a reference's.

        Raises
        ------
        ColumnNotFoundError
            If a column is asked for that there is not.
        """
        there = list(names)
        if self.columns is None:
            return there
        for name in self.columns:
            if name not in there and name not in known:
                raise _no_column(where, name, there, self.places.get(name))
        return [name for name in there if name in self.columns]


READ_ALL = ReadOptions()


def _no_column(where: str, name: str, names: list[str], place: str | None) -> ColumnNotFoundError:
    """Return the error for a column that is asked for and is not there."""
    near = difflib.get_close_matches(name, names, n=1)
    return ColumnNotFoundError(
        f"{where}: no column `{name}`, which {f'{place} names' if place else 'is asked for'}",
        seen=", ".join(names[:NAMES_TOLD]) + (" …" if len(names) > NAMES_TOLD else ""),
        mend=f"did you mean `{near[0]}`?" if near else "name a column that is there, or take it out",
    )


def _separates(text: str) -> bool:
    """Return whether a text can stand between values."""
    return len(text) == 1 and text.isascii() and text not in '"\r\n\0'
