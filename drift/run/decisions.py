"""What people accepted, as a check asks for it: the decisions that hold, and those that are about to end."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from drift.config import SOON, load_accepted

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from drift.config import Acceptance, AcceptedLike, Config


def decisions_for(settings: Config, accepted: AcceptedLike | None = None) -> tuple[Acceptance, ...]:
    """Return what people accepted: as given, or else by the file that the config names, if it is there.

    Raises
    ------
    ConfigError
        If the file cannot be read.
    """
    if accepted is not None:
        return load_accepted(accepted).accepted
    if settings.accepted is None or not Path(settings.accepted).exists():
        return ()
    return load_accepted(settings.accepted).accepted


def ends_told(decisions: Iterable[Acceptance], *, dataset: str, day: date) -> tuple[str, ...]:
    """Return a sentence for each decision that is over or soon will be, but for those that were renewed."""
    mine = [one for one in decisions if one.dataset == dataset]
    last: dict[object, Acceptance] = {}
    for one in mine:
        if one.about not in last or one.until > last[one.about].until:
            last[one.about] = one
    return tuple(_end_told(one, one.days_left(day)) for one in last.values() if one.days_left(day) <= SOON)


def _end_told(one: Acceptance, left: int) -> str:
    what = f"{one.column or 'the batch'}: {one.fault or one.check}, accepted by {one.by} until {one.until}"
    if left < 0:
        return f"{what}, is accepted no more: take it out, or accept it anew"
    return (
        f"{what}, is accepted for {left} more day{'' if left == 1 else 's'}"
        if left
        else f"{what}, ends today"
    )
