"""Which fault was taken for which: a table as text, and as a picture of our own few lines of SVG."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

CELL, LEFT, TOP = 34, 150, 150  # pixels of a cell, and of the space for names
DARK = 0.55  # the share from which white letters are read better
INK = (31, 87, 141)  # of a cell that holds all
FONT = 'font-family="system-ui, sans-serif" font-size="11"'

Counts = dict[tuple[str, str], int]


def counted_pairs(pairs: Sequence[tuple[str, str]]) -> Counts:
    """Return how often each fault was called by each name."""
    counts: Counts = {}
    for pair in pairs:
        counts[pair] = counts.get(pair, 0) + 1
    return counts


def _names(counts: Counts) -> tuple[list[str], list[str]]:
    truths = list(dict.fromkeys(truth for truth, _ in counts))
    said = {name for _, name in counts}
    others = sorted(said - set(truths), key=lambda name: (name.startswith("("), name))
    return truths, [*(name for name in truths if name in said), *others]


def as_text(counts: Counts) -> str:
    """Return one line a fault: what it was called, the most frequent name first."""
    truths, said = _names(counts)
    lines = []
    for truth in truths:
        row = {name: counts.get((truth, name), 0) for name in said}
        told = sorted((name for name in said if row[name]), key=lambda name: (-row[name], name))
        lines.append(
            f"{truth:<18} {sum(row.values()):>6}  " + ", ".join(f"{name} {row[name]}" for name in told)
        )
    return "\n".join(lines)


def as_svg(counts: Counts) -> str:
    """Return the table as a picture: a row a fault, a column a name, darker for a larger share of the row."""
    truths, said = _names(counts)
    width, height = LEFT + CELL * len(said) + 20, TOP + CELL * len(truths) + 20
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" {FONT}>',
        "<title>Which fault was called by which name</title>",
        f'<rect width="{width}" height="{height}" fill="white"/>',
    ]
    for place, name in enumerate(said):
        x = LEFT + CELL * place + CELL / 2
        parts.append(
            f'<text x="{x}" y="{TOP - 8}" transform="rotate(-60 {x} {TOP - 8})">{escape(name)}</text>'
        )
    for row, truth in enumerate(truths):
        y = TOP + CELL * row
        parts.append(f'<text x="{LEFT - 8}" y="{y + CELL / 2 + 4}" text-anchor="end">{escape(truth)}</text>')
        of = sum(counts.get((truth, name), 0) for name in said)
        for column, name in enumerate(said):
            parts += _cell(LEFT + CELL * column, y, counts.get((truth, name), 0), of)
    return "\n".join([*parts, "</svg>\n"])


def _cell(x: float, y: float, rows: int, of: int) -> list[str]:
    share = rows / of if of else 0.0
    red, green, blue = (round(255 - (255 - ink) * share) for ink in INK)
    square = (
        f'<rect x="{x}" y="{y}" width="{CELL - 1}" height="{CELL - 1}" '
        f'fill="rgb({red},{green},{blue})" stroke="#ddd"/>'
    )
    if not rows:
        return [square]
    colour = "white" if share >= DARK else "black"
    middle = f'x="{x + CELL / 2}" y="{y + CELL / 2 + 4}" text-anchor="middle"'
    return [square, f'<text {middle} fill="{colour}">{100 * share:.0f}</text>']
