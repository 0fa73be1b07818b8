"""The column that dates each row: along it a reference learns how much each feature moves by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from drift.propose.seen import Seen

# Names of the moment at which a row came to be, the surest first; the last word counts.
TIME_WORDS: Final = (
    "timestamp",
    "datetime",
    "time",
    "ts",
    "at",
    "pickup",
    "date",
    "day",
    "hour",
    "zeit",
    "datum",
)
MAX_NULLS: Final = 0.01  # the share of rows without a time, which are in no piece
PIECE_HOURS: Final = 24  # a table within a day has no pieces to learn from
_EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - clocks of a column's own zone


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeGuess:
    """The time column, and why it and no other."""

    name: str
    why: str


def guess_time(columns: Iterable[Seen], in_order: Mapping[str, float]) -> TimeGuess | None:
    """Return the column that dates the rows; None where none does.

    Parameters
    ----------
    columns : iterable of Seen
        All columns, in the order of the data.
    in_order : mapping of str to float
        The share of neighbouring rows that are in order by the column, 0 to 1: a table is often kept
        in the order in which its rows came.
    """
    dated = [one for one in columns if _dates(one)]
    if not dated:
        return None
    ranked = sorted(dated, key=lambda one: (not _sorted(one, in_order), -_finest(one), _rank(one)))
    best = ranked[0]
    words = [f"from {_clock(best.column.time.lowest)} to {_clock(best.column.time.highest)}"]
    words += ["the rows are in its order"] if _sorted(best, in_order) else []
    words += [f"not {', '.join(one.name for one in ranked[1:])}"] if ranked[1:] else []
    return TimeGuess(name=best.name, why="; ".join(words))


def _dates(one: Seen) -> bool:
    """Return whether a column can date rows: times, nearly everywhere, over more than a day."""
    if one.family != "time" or one.sensitive or not one.name or not one.column.valid:
        return False
    detail = one.column.time
    if detail.lowest is None or detail.highest is None:
        return False
    span = (detail.highest - detail.lowest) / 3_600_000_000
    return one.column.nulls <= MAX_NULLS * one.column.rows and span > PIECE_HOURS


def _sorted(one: Seen, in_order: Mapping[str, float]) -> bool:
    return in_order.get(one.name, 0.0) == 1.0


def _finest(one: Seen) -> int:
    """Return how finely it dates: hours tell more than days."""
    return 0 if one.dtype == "Date" else 1


def _rank(one: Seen) -> int:
    last = one.words[-1] if one.words else ""
    return TIME_WORDS.index(last) if last in TIME_WORDS else len(TIME_WORDS)


def _clock(microseconds: int | None) -> str:
    """Return what a clock showed, without a time of day at midnight."""
    try:
        moment = _EPOCH + timedelta(microseconds=microseconds or 0)
    except OverflowError:
        return str(microseconds)
    return moment.isoformat(sep=" ").removesuffix(" 00:00:00")
