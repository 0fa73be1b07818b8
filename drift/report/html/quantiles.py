"""The other view of numbers: the share of rows below each value, as lines and as a table of quantiles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from drift.report.html import figures

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Line = tuple[str, Callable[[float], float]]  # a name, and the value below which a share of its rows lie

SHARES: Final = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantiles:
    """A table: a column for each line, a row for each share of the rows."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def table(lines: Sequence[Line]) -> Quantiles:
    """Return the values below which shares of each line's rows lie.

    Examples
    --------
    >>> found = table([("live", lambda share: 1000 * share)])
    >>> found.names, found.rows[3]
    (('live',), ('50%', ('500',)))
    """
    return Quantiles(
        names=tuple(name for name, _ in lines),
        rows=tuple(
            (figures.percent(share), tuple(figures.number(quantile(share)) for _, quantile in lines))
            for share in SHARES
        ),
    )
