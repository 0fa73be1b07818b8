"""Both sides of a category or a boolean, level by level, those that changed most first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from drift.report import text
from drift.report.html import chart, figures
from drift.report.html.histogram import Curve
from drift.report.html.sides import SIDES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from drift.diagnose.diagnosis import Diagnosis
    from drift.profile.column import ColumnProfile
    from drift.report.html.sides import Side

    Shares = tuple[float, ...]  # of the reference's rows, of the batch's, and of the batch undone, if it is

MAX_LEVELS: Final = 12
LEVEL_NAME: Final = 60  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A level: its name, or what stands for the rest; shares of each side as told, and as SVG lengths.

    Where a fault is undone, a third share is the batch's then.
    """

    name: str
    rest: bool
    shares: tuple[str, ...]
    widths: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """Level by level; `spark` is an outline of the same for each side, the most frequent levels first."""

    bars: tuple[Bar, ...]
    spark: tuple[Curve, ...]
    notes: tuple[str, ...]
    undone: bool = False


def of_texts(drawn: Mapping[Side, ColumnProfile], diagnosis: Diagnosis | None = None) -> Levels:
    """Return the levels of a category; also those of the batch with its levels' old names, or less one.

    Where they were too many to be counted one by one, each side holds those with the smallest hashes,
    and the levels told are those that both would hold.
    """
    exact = all(one.cells.exact for one in drawn.values())
    counts: dict[Side, dict[int, int]] = {}
    names: dict[int, str] = {}
    limit = (1 << 64) - 1
    for side, one in drawn.items():
        kept = one.text.distinct
        keys, rows = (one.cells.keys, one.cells.counts) if exact else (kept.hashes, kept.counts)
        counts[side] = dict(zip(keys.tolist(), rows.tolist(), strict=True))
        names |= one.text.names
        if not exact and kept.threshold is not None:
            limit = min(limit, kept.threshold)
    known = sorted({key for count in counts.values() for key in count if key <= limit})
    shares = {names.get(key, f"#{key:016x}"): _shares(drawn, counts, key) for key in known}
    back = _back(diagnosis) if exact and len(drawn) == len(SIDES) else {}
    undone = bool(back.keys() & shares.keys())
    if undone:
        shares = _undone(shares, back)
    notes = () if exact else ("There are too many levels to count each; these are a sample of them.",)
    return _levels(shares, drawn, exact=exact, notes=notes, undone=undone)


def _back(diagnosis: Diagnosis | None) -> dict[str, str | None]:
    """Return what undoing a fault makes of levels: their old names, or None of what stands for no value."""
    if diagnosis is None:
        return {}
    if diagnosis.fault == "renamed_category":
        return {str(new): str(old) for old, new in diagnosis.parameters.get("mapping", {}).items()}
    if diagnosis.fault == "sentinel":
        return {str(diagnosis.parameters.get("value")): None}
    return {}


def _undone(shares: dict[str, Shares], back: Mapping[str, str | None]) -> dict[str, Shares]:
    """Return the shares with a third: the batch's after its levels are taken back."""
    after: dict[str, float] = dict.fromkeys(shares, 0.0)
    for name, (_, live) in shares.items():
        old = back.get(name, name)
        if old is not None:
            after[old] = after.get(old, 0.0) + live
    whole = sum(after.values()) or 1.0
    return {name: (*shares.get(name, (0.0, 0.0)), share / whole) for name, share in after.items()}


def of_booleans(drawn: Mapping[Side, ColumnProfile]) -> Levels:
    """Return how often both sides are false and true."""
    counts = {
        side: dict(zip(one.cells.keys.tolist(), one.cells.counts.tolist(), strict=True))
        for side, one in drawn.items()
    }
    shares = {name: _shares(drawn, counts, key) for key, name in enumerate(("false", "true"))}
    return _levels(shares, drawn, exact=True, notes=())


def of_shares(shares: dict[str, tuple[float, float]]) -> Levels:
    """Return levels of whose rows both sides are known to have these shares, of what are not in a profile."""
    return _levels(dict(shares), SIDES, exact=True, notes=())


def _shares(
    drawn: Mapping[Side, ColumnProfile], counts: Mapping[Side, Mapping[int, int]], key: int
) -> Shares:
    reference, live = (
        counts[side].get(key, 0) / drawn[side].valid if side in drawn else 0.0 for side in SIDES
    )
    return reference, live


def _levels(
    shares: dict[str, Shares],
    drawn: Collection[Side],
    *,
    exact: bool,
    notes: tuple[str, ...],
    undone: bool = False,
) -> Levels:
    def by_change(name: str) -> tuple[float, float, str]:
        reference, live = shares[name][:2]
        return -round(abs(live - reference), 12), -max(reference, live), name  # a rounding error is no change

    names = sorted(shares, key=by_change)
    # One level too many is shown, for "1 other level" would take as much room.
    shown = names if len(names) == MAX_LEVELS + 1 else names[:MAX_LEVELS]
    told = [(text.label(text.shortened(name, LEVEL_NAME)), False, shares[name]) for name in shown]
    left = len(names) - len(shown)
    if left or not exact:
        rest = f"{left:,} other levels" if exact else "all other levels"
        told.append((rest, True, _rest([shares[name] for name in shown], drawn)))
    longest = max((max(pair) for _, _, pair in told), default=0.0)
    return Levels(
        bars=tuple(
            Bar(name=name, rest=rest, shares=_percents(these, drawn), widths=_widths(these, longest))
            for name, rest, these in told
        ),
        spark=_spark([pair for _, rest, pair in told if not rest], drawn),
        notes=notes,
        undone=undone,
    )


def _rest(shown: list[Shares], drawn: Collection[Side]) -> Shares:
    """Return what the shown levels leave of each side."""
    lines = zip(*shown, strict=True) if shown else [()] * len(SIDES)
    return tuple(
        max(0.0, 1.0 - sum(line)) if side in drawn else 0.0
        for side, line in zip((*SIDES, "live"), lines, strict=False)
    )


def _percents(shares: Shares, drawn: Collection[Side]) -> tuple[str, ...]:
    return tuple(
        figures.percent(share) if side in drawn else figures.NONE
        for side, share in zip((*SIDES, "live"), shares, strict=False)
    )


def _widths(shares: Shares, longest: float) -> tuple[str, ...]:
    return tuple(chart.length(share, longest) for share in shares)


def _spark(pairs: list[Shares], drawn: Collection[Side]) -> tuple[Curve, ...]:
    by_size = sorted(pairs, reverse=True)
    places = np.arange(len(by_size) + 1) / max(len(by_size), 1)
    outlines = chart.outlines([np.array([pair[place] for pair in by_size]) for place in (0, 1)], places)
    return tuple(
        Curve(role=side, path=path, legend=side)
        for side, path in zip(SIDES, outlines.paths, strict=True)
        if side in drawn
    )
