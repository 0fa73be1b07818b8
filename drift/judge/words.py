"""A finding in one sentence that a person understands, with the numbers in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from drift.compare.statistic import Measurement

# What each statistic's distance is, in words that follow "its".
_WHAT = {
    "ks": "distribution (KS distance)",
    "nonzero_ks": "distribution of the values other than zero (KS distance)",
    "log_size_ratio": "typical size (logarithm of the ratio of the medians, zeros and signs aside)",
    "calendar_share": "share of rows that are not what their time says",
    "total_variation": "mix of levels (total variation)",
    "level_share": "share of the level that changed most",
    "null_share": "share of missing values",
    "outside_share": "share of values beyond all that training held",
    "short_share": "share of training's values beyond all that the batch holds",
    "rare_size_share": "share of values of a size that training hardly had",
    "atom_share": "share of a single value",
    "lattice_share": "share of values that are multiples of a step",
    "unseen_share": "share of rows in levels that training did not have",
    "new_level_share": "share of the largest level that training did not have",
    "lost_share": "share in training of the largest level that did not come",
    "length_ks": "lengths (KS distance)",
    "pattern_total_variation": "text patterns (total variation)",
    "new_pattern_share": "share of texts that are built as none was",
    "garbled_share": "share of texts with a mark of damage",
    "hour_total_variation": "hours of the day (total variation)",
    "clock_ks": "times of day (KS distance)",
    "weekday_total_variation": "days of the week (total variation)",
    "repeated_share": "share of repeated values",
}

_LONGEST_LEVEL: Final = 60  # characters of a level in a sentence

# A story follows the column's name, but for those that begin with rows: the name follows these.
_OF_ROWS: Final = re.compile(r"(all rows|about \S+ of the rows) ")


def sentence(
    name: str,
    story: str | None,
    measurement: Measurement | None = None,
    tolerance: float | None = None,
    *,
    more: str | None = None,
    tolerated: bool = True,
) -> str:
    """Return the sentence of a finding: what happened, and by which numbers that was decided.

    Parameters
    ----------
    name : str
        The column.
    story : str or None
        What happened, in words that follow the column's name; None where only the numbers tell.
    measurement, tolerance : Measurement or None, float or None
        The number that decided, and how far the feature moves by itself.
    more : str or None
        What else is known of that number, in words that follow "it".
    tolerated : bool
        Whether the tolerance counts. It is for movement: a proven fault within it is a breach all the same.
    """
    if measurement is None:
        return opening(name, story or "")
    numbers = f"{measurement.value:.4g}, where chance explains {measurement.margin:.2g}"
    if tolerance is not None and tolerated:
        numbers += f" and {tolerance:.2g} is tolerated"
    elif tolerance is not None:
        numbers += f"; {tolerance:.2g} is tolerated of what moves, and no movement looks like this"
    what = _WHAT[measurement.statistic]
    if story is None:
        return f"`{name}` changed: its {what} by {numbers}."
    known = f" It {more}." if more is not None else ""
    return f"{opening(name, story)}{known} Its {what} changed by {numbers}."


def opening(name: str, story: str) -> str:
    """Return the story of a column as the sentence that a finding opens with."""
    clause = told(name, story)
    return f"{clause[:1].upper()}{clause[1:]}."


def told(name: str, story: str) -> str:
    """Return the story of a column as a clause, the name in backticks.

    Examples
    --------
    >>> told("age", "moved up"), told("age", "all rows look multiplied by 12")
    ('`age` moved up', 'all rows of `age` look multiplied by 12')
    """
    rows = _OF_ROWS.match(story)
    return f"{rows[1]} of `{name}` {story[rows.end() :]}" if rows else f"`{name}` {story}"


def level_text(value: str | float | bool | None) -> str:  # noqa: FBT001 - a value of a column
    """Return a level of a segment column as a sentence names it.

    Examples
    --------
    >>> level_text("Porto"), level_text(None), level_text(True), level_text(3)
    ('`Porto`', '`null`', '`true`', '`3`')
    """
    if value is None:
        return "`null`"
    if isinstance(value, bool):
        return "`true`" if value else "`false`"
    plain = str(value).replace("`", "'") or "(empty text)"
    return f"`{plain if len(plain) <= _LONGEST_LEVEL else plain[: _LONGEST_LEVEL - 1] + '…'}`"


def place_told(column: str, value: str | float | bool | None, *, others: bool) -> str:  # noqa: FBT001 - a value
    """Return where a finding of a level is, as its sentence begins.

    Examples
    --------
    >>> place_told("city", "Porto", others=False)
    'Where `city` is `Porto`'
    >>> place_told("city", "(all others)", others=True)
    'In all other levels of `city` together'
    """
    if others:
        return f"In all other levels of `{column}` together"
    return f"Where `{column}` is {level_text(value)}"
