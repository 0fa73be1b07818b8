"""Numbers as a person reads them: three digits that matter, thousands parted, shares in per cent."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

NONE: Final = "—"

_PLAIN: Final = (1e-4, 1e12)  # sizes that are written without an exponent
_PLAIN_TICK: Final = (1e-3, 1e15)
_LEAST_POWER: Final = -307  # of ten, that a float holds in full
_THOUSAND: Final = 1_000.0
_ROUND_FROM: Final = 10_000  # ticks below are short enough without a suffix
_SUFFIXES: Final = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k"))
_MAX_SUFFIXED_DECIMALS: Final = 2
_NEARLY_ALL: Final = 0.99  # above, what is left to all is what matters
_LEAST_SHARE: Final = 0.00005  # half of a hundredth of a per cent, the last place that is shown


def number(value: float | None) -> str:
    """Return a number with three digits that matter, whole from 1000 on.

    Examples
    --------
    >>> number(0.03119), number(1234567), number(1.2e-300), number(None)
    ('0.0312', '1,234,567', '1.2e-300', '—')
    """
    if value is None or math.isnan(value):
        return NONE
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    rounded = float(f"{value:.3g}") + 0.0  # -0.0 + 0.0 is 0.0
    size = abs(rounded)
    if size and not _PLAIN[0] <= size < _PLAIN[1]:
        return _scientific(value, 2)
    return f"{value:,.0f}" if size >= _THOUSAND else f"{rounded:.15g}"


def percent(share: float | None) -> str:
    """Return a share of 0 to 1 in per cent; what is not quite nothing or all never reads as that.

    Examples
    --------
    >>> percent(0.031), percent(1.0), percent(0.999999), percent(1e-9)
    ('3.1%', '100%', '>99.99%', '<0.01%')
    """
    if share is None or not math.isfinite(share):
        return NONE
    if 0 < share < _LEAST_SHARE:
        return "<0.01%"
    if 1 - _LEAST_SHARE <= share < 1:
        return ">99.99%"
    shown = 100 * share if share > _NEARLY_ALL else float(f"{100 * share:.3g}")
    return f"{shown:.2f}".rstrip("0").rstrip(".") + "%"


def probability(value: float | None) -> str:
    """Return a p-value; one that is too small for a float is not said to be nothing."""
    if value is None:
        return NONE
    return number(value) if value > 0 else "<1e-300"


def moment(time: datetime) -> str:
    """Return a time of the run, which is in UTC."""
    return f"{time:%Y-%m-%d %H:%M} UTC"


def ticks(values: Sequence[float], step: float) -> tuple[str, ...]:
    """Return the labels of an axis, alike, and with just as many places as `step` between them needs.

    Examples
    --------
    >>> ticks([0.0, 25_000.0, 50_000.0], 25_000.0), ticks([0.0, 0.25, 0.5], 0.25)
    (('0', '25k', '50k'), ('0', '0.25', '0.5'))
    """
    size = max((abs(value) for value in values), default=0.0)
    if size and not _PLAIN_TICK[0] <= size < _PLAIN_TICK[1]:
        digits = _places(step / 10.0 ** max(math.floor(math.log10(size)), _LEAST_POWER))
        return tuple(_scientific(value, digits) if value else "0" for value in values)
    unit, suffix = _unit(size, step)
    places = _places(step / unit)
    return tuple(_plain(value / unit, places) + (suffix if value else "") for value in values)


def power(value: float) -> str:
    """Return the label of a power of ten: 0.01, 1, 1k, 10k, 1M, 1e20."""
    size = abs(value)
    if size and not _PLAIN_TICK[0] <= size < _PLAIN_TICK[1]:
        return _scientific(value, 0)
    unit, suffix = next((one for one in _SUFFIXES if size >= one[0]), (1.0, ""))
    return f"{value / unit:.15g}{suffix}"


def _unit(size: float, step: float) -> tuple[float, str]:
    for unit, suffix in _SUFFIXES if size >= _ROUND_FROM else ():
        if unit <= size and _places(step / unit) <= _MAX_SUFFIXED_DECIMALS:
            return unit, suffix
    return 1.0, ""


def _places(step: float) -> int:
    """Return the decimal places that the multiples of a step have, at most 12."""
    for places in range(12):
        scaled = step * 10**places
        if abs(scaled - round(scaled)) < 1e-6 * scaled:
            return places
    return 12


def _plain(value: float, places: int) -> str:
    text = (
        f"{value:,.{places}f}" if abs(value) >= _ROUND_FROM else f"{value:.{places}f}"
    )  # 2026 may be a year
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _scientific(value: float, digits: int) -> str:
    mantissa, exponent = f"{value:.{digits}e}".split("e")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return f"{mantissa}e{int(exponent)}"
