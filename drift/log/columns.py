"""From rows to frames: one, or as many as it takes where rows do not go together in one schema.

A feature that is a number in one row and a word in the next is in two frames, and each keeps its values as
they were. There are at most `MAX_FRAMES` for what is written at once; in the last one all features are
text, where anything goes.
"""

from __future__ import annotations

from contextlib import suppress
from types import NoneType
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from drift.log.row import text_of
from drift.log.values import FAMILY_OF, Family, together, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from drift.log.row import Row

MAX_FRAMES: Final = 8  # of what is written at once; each is a file
MAX_COLUMNS: Final = 2_000  # of a frame; rows with ever other names go to another one
OWN: Final = ("request_id", "logged_at", "model", "prediction")  # columns that are no features
RENAMED: Final = "feature."  # before the name of a feature that is called like one of them

DTYPES: Final[dict[Family, pl.DataType]] = {
    "null": pl.Null(),
    "boolean": pl.Boolean(),
    "integer": pl.Int64(),
    "large integer": pl.Int64(),
    "float": pl.Float64(),
    "text": pl.String(),
    "binary": pl.Binary(),
    "moment": pl.Datetime("us"),
    "zoned": pl.Datetime("us", "UTC"),
    "date": pl.Date(),
    "time": pl.Time(),
    "duration": pl.Duration("us"),
    "numbers": pl.List(pl.Float64()),
}
PRECISION: Final = 38  # digits of a decimal

_PREDICTION: Final = object()  # what a group knows the prediction by, for a feature may have any name


class _ConflictError(Exception):
    """Values of a column are of families that do not go together."""


def frames_of(rows: Sequence[Row]) -> Iterator[tuple[pl.DataFrame, list[Row]]]:
    """Yield the rows as frames, each with the rows that it holds."""
    try:
        names = _names(rows)
        if len(names) <= max(MAX_COLUMNS, *(len(row.features) for row in rows)):
            yield _frame(rows, names), list(rows)
            return
    except _ConflictError:
        pass
    for group, text in _grouped(rows):
        yield _frame(group, _names(group), text=text), group


def _names(rows: Iterable[Row]) -> dict[Any, str]:
    """Return what the features of these rows are called in a file, in the order in which they came."""
    keys = dict.fromkeys(key for row in rows for key in row.features)
    taken = set(OWN)
    names: dict[Any, str] = {}
    for key in keys:
        name = clean(key if isinstance(key, str) else text_of(key))
        if name in OWN:
            name = f"{RENAMED}{name}"
        while name in taken:
            name = f"{name}_"
        taken.add(name)
        names[key] = name
    return names


def _frame(rows: Sequence[Row], names: dict[Any, str], *, text: bool = False) -> pl.DataFrame:
    """Return rows as a frame; their features as text, if that is asked for."""
    moments = pl.Series([row.at // 1_000 for row in rows], dtype=pl.Int64()).cast(pl.Datetime("us", "UTC"))
    make = _text_series if text else _series
    return pl.DataFrame(
        [
            _text_series("request_id", [row.request_id for row in rows]),
            moments.alias("logged_at"),
            _text_series("model", [row.model for row in rows]),
            make("prediction", [row.prediction for row in rows]),
            *(make(name, [row.features.get(key) for row in rows]) for key, name in names.items()),
        ]
    )


def _series(name: str, values: list[Any]) -> pl.Series:
    """Return a column of values that go together.

    Raises
    ------
    _ConflictError
        If they do not.
    """
    kinds = set(map(type, values))
    if kinds <= {int, NoneType}:
        with suppress(Exception):  # some are larger than a column's integers
            return pl.Series(name, values, dtype=pl.Int64(), strict=True)
    families = {FAMILY_OF[kind] for kind in kinds if kind in FAMILY_OF} - {"null"}
    if kinds <= FAMILY_OF.keys() and len(families) <= 1:
        return _built(name, next(iter(families), "null"), values)
    pairs = [told(value) for value in values]
    common: Family = "null"
    for one in {family for family, _ in pairs}:
        both = together(common, one)
        if both is None:
            raise _ConflictError
        common = both
    return _built(name, common, [value for _, value in pairs])


def _built(name: str, family: Family, values: list[Any]) -> pl.Series:
    """Return a column of one family; text where polars does not take what Python holds."""
    try:
        if family == "decimal":
            scale = max(-value.as_tuple().exponent for value in values if value is not None)
            return pl.Series(name, values, dtype=pl.Decimal(PRECISION, max(scale, 0)), strict=True)
        return pl.Series(name, values, dtype=DTYPES[family], strict=True)
    except Exception:  # noqa: BLE001 - a lone surrogate, a number too long: there must be no loss
        return _text_series(name, values)


def _text_series(name: str, values: list[Any]) -> pl.Series:
    """Return a column of whatever there is as text."""
    texts = [
        None if value is None else clean(value if type(value) is str else _text(value)) for value in values
    ]
    return pl.Series(name, texts, dtype=pl.String())


def _text(value: object) -> str:
    _, plain = told(value)
    return plain if isinstance(plain, str) else text_of(plain)


def clean(text: str) -> str:
    r"""Return text as UTF-8 can hold it: lone surrogates are written as Python writes them.

    >>> clean("a\ud800")
    'a\\ud800'
    """
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode("utf-8")


class _Group:
    """Rows that go together, and the family of each of their columns."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.families: dict[object, Family] = {}

    def take(self, row: Row) -> bool:
        """Return whether the row goes with these, and is among them now."""
        merged: dict[object, Family] = {}
        for key, value in ((_PREDICTION, row.prediction), *row.features.items()):
            family = together(self.families.get(key, "null"), told(value)[0])
            if family is None:
                return False
            merged[key] = family
        together_they_have = len(self.families.keys() | merged.keys())
        if self.rows and together_they_have > max(MAX_COLUMNS, len(self.families)):
            return False
        self.families |= merged
        self.rows.append(row)
        return True


def _grouped(rows: Iterable[Row]) -> Iterator[tuple[list[Row], bool]]:
    """Yield rows that go together, and whether their features are to be text."""
    groups: list[_Group] = []
    left: list[Row] = []
    for row in rows:
        if any(group.take(row) for group in groups):
            continue
        if len(groups) < MAX_FRAMES - 1:
            groups.append(_Group())
            groups[-1].take(row)
        else:
            left.append(row)
    yield from ((group.rows, False) for group in groups)
    while left:
        fits = _few_names(left)
        yield left[:fits], True
        del left[:fits]


def _few_names(rows: Sequence[Row]) -> int:
    """Return how many of the first rows have few enough names for one frame; at least one."""
    names: set[object] = set()
    for place, row in enumerate(rows):
        names |= row.features.keys()
        if place and len(names) > MAX_COLUMNS:
            return place
    return len(rows)
