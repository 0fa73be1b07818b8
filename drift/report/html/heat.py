"""How two columns go together, as two maps on common axes: the reference's rows beside the live ones.

A cell is the darker the more rows it has. Rows are counted in cells and never drawn one by one, so a map
shows no row's values.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from drift.diagnose.distribution import Distribution
from drift.report import text
from drift.report.html import figures
from drift.report.html.axis import Tick, choose_axis

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from drift.report.html.sides import Side

    Floats = NDArray[np.float64]

BINS: Final = 24  # along a number: a thousand rows are some in each cell that has any
FEW: Final = 12  # different numbers that have a line each, as levels do
SHADES: Final = 6
MOST_LEVELS: Final = 8
LEVEL_NAME: Final = 14  # characters beside a map
_MOST_LABELS: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """One direction of both maps: how many cells, where marks stand, and each value's cell.

    `cells` are those of the rows of each side, -1 for what is not known. `even` says that every line of
    cells is shown as if it had as many rows as any other, as levels are.
    """

    name: str
    many: int
    ticks: tuple[Tick, ...]
    cells: dict[Side, NDArray[np.int64]]
    even: bool
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """One side: shapes by their shade, 1 to `SHADES`, and how many rows they are of."""

    side: Side
    legend: str
    shades: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat:
    """Both maps; `across` and `up` are their axes in words, `box` the cells of each direction."""

    maps: tuple[Map, ...]
    box: tuple[int, int]
    across: str
    up: str
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    wide: bool
    summary: str


def number_scale(
    name: str, values: dict[Side, Floats], weights: dict[Side, NDArray[np.int64]]
) -> Scale | None:
    """Return the scale of a number; None where a side has no finite value."""
    parts = [part for side, one in values.items() if (part := _distribution(one, weights[side])) is not None]
    if len(parts) < len(values):
        return None
    distinct = np.unique(np.concatenate([part.lower for part in parts]))
    if distinct.size <= FEW:
        labels = [figures.number(one) for one in distinct.tolist()]
        every = -(-len(labels) // _MOST_LABELS)
        return Scale(
            name=name,
            many=distinct.size,
            ticks=tuple(
                Tick(place=(place + 0.5) / len(labels), label=label)
                for place, label in enumerate(labels)
                if place % every == 0
            ),
            cells={side: _coded(one, distinct) for side, one in values.items()},
            even=False,
        )
    axis = choose_axis(parts, None)
    note = {"linear": "", "log": "logarithmic", "signed log": "logarithmic both ways from 0"}[axis.scale]

    def cells(one: Floats) -> NDArray[np.int64]:
        known = np.isfinite(one)
        places = axis.place(np.where(known, one, axis.low))
        return np.where(known, np.clip((places * BINS).astype(np.int64), 0, BINS - 1), -1)

    return Scale(
        name=name,
        many=BINS,
        ticks=axis.ticks(None),
        cells={side: cells(one) for side, one in values.items()},
        even=False,
        note=note,
    )


def level_scale(name: str, values: dict[Side, list[str | None]]) -> Scale | None:
    """Return the scale of a category, its most frequent levels in the reference; None without any."""
    first = next(iter(values.values()))
    names, counts = np.unique([one for one in first if one is not None], return_counts=True)
    order = np.argsort(-counts, kind="stable")[:MOST_LEVELS]
    shown = [str(one) for one in names[order]]
    if not shown:
        return None
    place = {level: len(shown) - 1 - at for at, level in enumerate(shown)}  # the most frequent on top
    left = names.size - len(shown)
    return Scale(
        name=name,
        many=len(shown),
        ticks=tuple(
            Tick(place=(place[one] + 0.5) / len(shown), label=_short(one)) for one in reversed(shown)
        ),
        cells={
            side: np.array([-1 if one is None else place.get(one, -1) for one in rows], np.int64)
            for side, rows in values.items()
        },
        even=True,
        note=f"the {len(shown)} most frequent of {names.size:,} levels" if left else "",
    )


def heat(across: Scale, up: Scale, weights: dict[Side, NDArray[np.int64]]) -> Heat:
    """Return both maps, on one scale of shades."""
    shares: dict[Side, Floats] = {}
    rows: dict[Side, int] = {}
    for side, many in weights.items():
        x, y = across.cells[side], up.cells[side]
        known = (x >= 0) & (y >= 0)
        counts = np.zeros((up.many, across.many))
        np.add.at(counts, (y[known], x[known]), many[known])
        rows[side] = int(many[known].sum())
        whole = counts.sum(axis=1, keepdims=True) if up.even else counts.sum()
        shares[side] = counts / np.maximum(whole, 1)
    most = max(float(one.max(initial=0.0)) for one in shares.values()) or 1.0
    return Heat(
        maps=tuple(
            Map(
                side=side,
                legend=f"{side}, {rows[side]:,} sampled {'row' if rows[side] == 1 else 'rows'}",
                shades=_shades(np.ceil(np.sqrt(share / most) * SHADES).astype(np.int64)),
            )
            for side, share in shares.items()
        ),
        box=(across.many, up.many),
        across=_told(across),
        up=_told(up),
        x_ticks=across.ticks,
        y_ticks=up.ticks,
        wide=up.even,
        summary=f"Maps of {across.name} and {up.name}, the reference's rows beside the live ones.",
    )


def _shades(shades: NDArray[np.int64]) -> tuple[tuple[int, str], ...]:
    """Return the shape of all cells of each shade, neighbours in a line as one."""
    height = shades.shape[0]
    paths: dict[int, list[str]] = {}
    for row, line in enumerate(shades.tolist()):
        start = 0
        for end in range(1, len(line) + 1):
            if end == len(line) or line[end] != line[start]:
                if line[start]:
                    across = end - start
                    paths.setdefault(line[start], []).append(
                        f"M{start} {height - 1 - row}h{across}v1h-{across}z"
                    )
                start = end
    return tuple((shade, "".join(paths[shade])) for shade in sorted(paths))


def _told(scale: Scale) -> str:
    return f"{scale.name} ({scale.note})" if scale.note else scale.name


def _short(name: str) -> str:
    shown = text.label(name)
    return shown if len(shown) <= LEVEL_NAME else f"{shown[: LEVEL_NAME - 1]}…"


def _coded(values: Floats, distinct: Floats) -> NDArray[np.int64]:
    known = np.isfinite(values)
    places = np.searchsorted(distinct, np.where(known, values, distinct[0]))
    return np.where(known, places, -1).astype(np.int64)


def _distribution(values: Floats, weights: Sequence[int] | NDArray[np.int64]) -> Distribution | None:
    known = np.isfinite(values)
    if not known.any():
        return None
    distinct, place = np.unique(values[known], return_inverse=True)
    counts = np.bincount(place, weights=np.asarray(weights)[known]).astype(np.int64)
    return Distribution(lower=distinct, upper=distinct, counts=counts)
