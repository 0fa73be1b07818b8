"""The type of columns that came as text, where no contract says it: the narrowest that reads all.

What decides is every row, never the first ones. A text is of at most one plain type (`text`), but
for numbers, which form a chain from narrow to wide; so following each column through the batches
gives the same type in whatever order they come.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from drift.sources.text import (
    MISSING,
    NUMBERS,
    TEXT,
    TYPES,
    TextType,
    keeps_digits,
    present,
    stripped,
    with_point,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

GLANCE = 200  # values that rule out most types before a whole batch is tried


@dataclass(frozen=True, slots=True, kw_only=True)
class Inferred:
    """What a column's texts are.

    Attributes
    ----------
    type : TextType or None
        The narrowest type that reads them all; None where there is no value.
    padded : bool
        Whether spaces stand around some of the values.
    tokens : bool
        Whether there are texts that mean "missing", other than the empty one, before any value.
    decimal_comma : bool
        Whether numbers are written with a comma, so that ``1.5`` is none.
    """

    type: TextType | None = None
    padded: bool = False
    tokens: bool = False
    decimal_comma: bool = False

    def settled(self) -> Inferred:
        """Return the type once all rows are seen: a column of nothing but "none" is text."""
        return replace(self, type=TEXT) if self.type is None and self.tokens else self

    @property
    def dtype(self) -> pl.DataType:
        """The type of the values; Null where there are none."""
        return self.type.dtype if self.type else pl.Null()

    def read(self, text: pl.Expr) -> pl.Expr:
        """Return the values of this column's texts."""
        if self.type is None or self.type is TEXT:
            return text.cast(self.dtype, strict=False)
        return self.type.parse(self._number(self._present(text)))

    def _present(self, text: pl.Expr) -> pl.Expr:
        """Return the texts that mean a value, without the spaces around them where there are any."""
        return present(stripped(text) if self.padded else text)

    def _number(self, text: pl.Expr) -> pl.Expr:
        """Return texts as this column's numbers are read: with a point, if a comma stands for it."""
        if not self.decimal_comma or self.type not in NUMBERS:
            return text
        return with_point(pl.when(text.str.contains(".", literal=True).not_()).then(text))

    def fails(self, text: pl.Expr) -> pl.Expr:
        """Return whether some text that means a value is not read, or loses what it says."""
        values = self._present(text)
        lost = values.is_not_null() & self.read(text).is_null()
        return (lost | keeps_digits(values) if self.type in NUMBERS else lost).any()


def infer(
    frames: Iterable[pl.DataFrame], names: Iterable[str], *, decimal_comma: bool = False
) -> dict[str, Inferred]:
    """Return the type of each named column of text.

    Parameters
    ----------
    frames : iterable of polars.DataFrame
        Every row of the data, in any order; a frame may lack some of the columns.
    names : iterable of str
        The columns that are looked at.
    decimal_comma : bool
        Whether numbers are written with a comma in place of a point.
    """
    known = dict.fromkeys(names, Inferred(decimal_comma=decimal_comma))
    for frame in frames:
        follow(frame, known)
    return {name: inferred.settled() for name, inferred in known.items()}


def follow(frame: pl.DataFrame, known: dict[str, Inferred], types: tuple[TextType, ...] = TYPES) -> None:
    """Widen the types of the columns in `known` to what this frame holds too; `types` are those there are."""
    open_ = {name: known[name] for name in frame.columns if name in known and known[name].type is not TEXT}
    typed = [name for name, inferred in open_.items() if inferred.type]
    failed = _failing(frame, {name: open_[name] for name in typed})
    for name, inferred in open_.items():
        if inferred.type is None or name in failed:
            known[name] = _widened(frame.get_column(name), inferred, types)


def _failing(frame: pl.DataFrame, inferred: Mapping[str, Inferred]) -> set[str]:
    """Return the columns whose type does not read this frame; polars tries them in parallel."""
    places = {name: place for place, name in enumerate(frame.columns)}
    tried = frame.lazy().select(i.fails(pl.nth(places[name])).alias(name) for name, i in inferred.items())
    return {column.name for column in tried.collect().iter_columns() if column.any()}


def _widened(text: pl.Series, before: Inferred, possible: tuple[TextType, ...]) -> Inferred:
    """Return the narrowest type that reads these texts and all that `before` read."""
    # Under a name of our own: polars' series methods take a name such as `^a$` for a pattern.
    texts = text.alias("text").drop_nulls().to_frame()
    values = texts.filter(present(stripped(pl.first())).is_not_null())
    if values.is_empty() and before.type is None:
        empty = texts.select((stripped(pl.first()) == MISSING[0]).all()).item()
        return replace(before, tokens=before.tokens or not empty)
    if before.type is None:
        types = possible
    else:
        types = NUMBERS[NUMBERS.index(before.type) :] if before.type in NUMBERS else (before.type,)
    for padded in sorted({before.padded, True}):
        for one in types:
            tried = replace(before, type=one, padded=padded)
            if not any(part.select(tried.fails(pl.first())).item() for part in (values.head(GLANCE), texts)):
                return tried
    return Inferred(type=TEXT)
