"""Levels that map one to one onto others: by how they are written, where they end, codes or frequency."""

from __future__ import annotations

import html
import unicodedata
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from drift.faults.breaker import ALL_ROWS, Breaker, Changed, Request
from drift.faults.values import known, level_shares

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_LEVELS = 200  # of a column that is a category and no free text
MAX_CODES = 26 * 26
LEAST_MOVED = 0.1  # the total variation that a permutation has to make, to be seen
LEAST_TOUCHED = 0.05  # of the rows have to have a level that is written in another way
LEAST_LEFT = 2  # characters of a level that is cut
LEAST_APART = 0.01  # between the shares of two levels, for a permutation to be told by frequency

Levels = dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Renaming:
    """One way to write levels."""

    variant: str
    meaning: str
    mapping: Callable[[Levels], dict[str, str]]
    shares: tuple[float, ...] = (ALL_ROWS,)


def _each(function: Callable[[str], str]) -> Callable[[Levels], dict[str, str]]:
    def mapping(levels: Levels) -> dict[str, str]:
        return {level: function(level) for level in levels}

    return mapping


def without_accents(text: str) -> str:
    """Return a text without its accents.

    Examples
    --------
    >>> without_accents("São Évora")
    'Sao Evora'
    """
    apart = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(one for one in apart if not unicodedata.combining(one)))


def mojibake(text: str) -> str:
    """Return a text whose UTF-8 was read as Windows-1252, or as Latin-1 where that has no character.

    Examples
    --------
    >>> mojibake("São")
    'SÃ£o'
    """
    return (
        text.encode().decode("cp1252", errors="replace")
        if _in_cp1252(text)
        else text.encode().decode("latin-1")
    )


def _in_cp1252(text: str) -> bool:
    try:
        text.encode().decode("cp1252")
    except UnicodeDecodeError:
        return False
    return True


def _cut(levels: Levels) -> dict[str, str]:
    """Return the levels cut at the least length that leaves no two alike."""
    lengths = range(LEAST_LEFT, max(map(len, levels)) + 1)
    apart = (length for length in lengths if len({level[:length] for level in levels}) == len(levels))
    shortest = next(apart, None)
    return {level: level[:shortest] for level in levels}


def _codes(levels: Levels) -> dict[str, str]:
    """Return two letters for each level, by its place in the alphabet: no two share one."""
    names = sorted(levels)
    return {name: f"{chr(65 + place // 26)}{chr(65 + place % 26)}" for place, name in enumerate(names)}


def _numbered(levels: Levels) -> dict[str, str]:
    return {name: str(place + 1) for place, name in enumerate(sorted(levels))}


def _permuted(levels: Levels) -> dict[str, str]:
    """Return each level's next in the order of frequency, the last one's first."""
    names = list(levels)
    return dict(zip(names, [*names[1:], *names[:1]], strict=True))


RENAMINGS = (
    Renaming(
        variant="upper case",
        meaning="levels came in upper case",
        mapping=_each(str.upper),
        shares=(ALL_ROWS, 0.2),
    ),
    Renaming(
        variant="lower case",
        meaning="levels came in lower case",
        mapping=_each(str.lower),
        shares=(ALL_ROWS, 0.2),
    ),
    Renaming(
        variant="white space",
        meaning="levels came with a space behind them",
        mapping=_each(lambda level: f"{level} "),
        shares=(ALL_ROWS, 0.2),
    ),
    Renaming(
        variant="accents stripped",
        meaning="levels came without their accents",
        mapping=_each(without_accents),
    ),
    Renaming(variant="mojibake", meaning="UTF-8 was read as Windows-1252", mapping=_each(mojibake)),
    Renaming(
        variant="question marks",
        meaning="question marks stand for letters that ASCII does not have",
        mapping=_each(lambda level: level.encode("ascii", "replace").decode()),
        shares=(ALL_ROWS, 0.2),
    ),
    Renaming(
        variant="escaped",
        meaning="levels came with the escapes of HTML",
        mapping=_each(html.escape),
        shares=(ALL_ROWS, 0.2),
    ),
    Renaming(
        variant="cut",
        meaning="levels came cut at the least length that leaves no two alike",
        mapping=_cut,
        shares=(ALL_ROWS, 0.2),
    ),
    Renaming(
        variant="prefix", meaning="levels came with a prefix", mapping=_each(lambda level: f"x_{level}")
    ),
    Renaming(variant="letters", meaning="two-letter codes stand for names", mapping=_codes),
    Renaming(variant="numbers", meaning="numbers stand for names", mapping=_numbered),
    Renaming(variant="permuted", meaning="each level stands for the next one", mapping=_permuted),
)


def _change(request: Request, *, how: Renaming) -> Changed:
    values = request.values
    mapping = {old: new for old, new in how.mapping(level_shares(values)).items() if old != new}
    touched = values.is_in(list(mapping)).fill_null(value=False).to_numpy()
    rows = request.chosen(known(values)) & touched
    written = values.replace(mapping)
    return request.changed(written.zip_with(pl.Series(rows), values), rows, {"mapping": mapping})


def _fits(request: Request, *, how: Renaming) -> bool:
    if request.values.dtype != pl.String:
        return False
    levels = level_shares(request.values)
    if not 1 < len(levels) <= MAX_LEVELS:
        return False
    mapping = how.mapping(levels)
    touched = sum(share for level, share in levels.items() if mapping[level] != level)
    if touched < LEAST_TOUCHED or len(set(mapping.values())) < len(levels):
        return False
    if set(mapping.values()) == set(levels):
        shares = np.array(list(levels.values()))
        moved = sum(abs(share - levels[mapping[level]]) for level, share in levels.items()) / 2
        return moved >= LEAST_MOVED and bool(np.all(-np.diff(shares) >= LEAST_APART))
    by_frequency = how.variant in {"letters", "numbers"}
    return not by_frequency or len(levels) <= MAX_CODES


RENAMED_LEVELS = tuple(
    Breaker(
        fault="renamed_category",
        variant=how.variant,
        meaning=how.meaning,
        kinds=("category",),
        change=partial(_change, how=how),
        fits=partial(_fits, how=how),
        shares=how.shares,
        also=("new_category", "lost_category", "format_change"),
    )
    for how in RENAMINGS
)
