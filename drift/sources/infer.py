"""The type of columns that came as text, where no contract says it: the narrowest that reads all.

What decides is every row, never the first ones. A text is of at most one plain type (`text`), but
for numbers, which form a chain from narrow to wide; so following each column through the batches
gives the same type in whatever order they come.
"""

from __future__ import annotations

import itertools
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
    from collections.abc import Iterable, Iterator, Mapping

    Question = tuple[str, pl.Expr]

BLOCK = 8  # columns that are asked about at once
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
    """Widen the types of the columns in `known` to what this frame holds too; `types` are those there are.

    All columns are tried side by side, type by type, so that polars reads many at once.
    """
    columns = {name: pl.nth(place) for place, name in enumerate(frame.columns)}
    open_ = {name: one for name, one in known.items() if name in columns and one.type is not TEXT}
    typed = {name: one.fails(columns[name]) for name, one in open_.items() if one.type}
    failed = _true_of(frame, typed)
    asked = {name: columns[name] for name, one in open_.items() if one.type is None or name in failed}
    values = _true_of(
        frame, {name: present(stripped(text)).is_not_null().any() for name, text in asked.items()}
    )
    words = _true_of(frame, {name: (stripped(text) != MISSING[0]).any() for name, text in asked.items()})
    pending: dict[str, list[Inferred]] = {}
    for name in asked:
        before = known[name]
        if before.type is None and name not in values:
            known[name] = replace(before, tokens=before.tokens or name in words)
        else:
            pending[name] = _candidates(before, types)
    while pending:
        first = {name: wider[0] for name, wider in pending.items() if wider}
        glance = {name: one.fails(columns[name].drop_nulls().head(GLANCE)) for name, one in first.items()}
        failed = _true_of(frame, glance)
        whole = {name: one.fails(columns[name]) for name, one in first.items() if name not in failed}
        failed |= _true_of(frame, whole)
        known.update({name: one for name, one in first.items() if name not in failed})
        known.update({name: Inferred(type=TEXT) for name in pending.keys() - first.keys()})
        pending = {name: pending[name][1:] for name in failed}


def _candidates(before: Inferred, possible: tuple[TextType, ...]) -> list[Inferred]:
    """Return what a column can be that was `before` so far, the narrowest first."""
    types = possible
    if before.type is not None:
        types = NUMBERS[NUMBERS.index(before.type) :] if before.type in NUMBERS else (before.type,)
    padded = sorted({before.padded, True})
    return [replace(before, type=one, padded=spaces) for spaces in padded for one in types]


def _true_of(frame: pl.DataFrame, questions: Mapping[str, pl.Expr]) -> set[str]:
    """Return the names of the questions that a frame answers with yes; polars asks them in parallel."""
    true: set[str] = set()
    for some in _batched(questions.items()):
        asked = frame.lazy().select(question.alias(name) for name, question in some)
        answers = asked.collect()
        true.update(answer.name for answer in answers.iter_columns() if answer.any())
    return true


def _batched(questions: Iterable[Question]) -> Iterator[list[Question]]:
    """Yield questions by `BLOCK`: polars' time to plan them grows with the square of their number."""
    left = iter(questions)
    while some := list(itertools.islice(left, BLOCK)):
        yield some
