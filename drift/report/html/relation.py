"""The picture of a relation that changed: two columns together, from the sampled rows of both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from drift.record.run_file import SAMPLE_ROWS
from drift.report import text
from drift.report.html.heat import heat, level_scale, number_scale
from drift.report.html.levels import of_shares
from drift.report.html.picture import Picture

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from drift.diagnose.diagnosis import Diagnosis
    from drift.profile.sample import Sample
    from drift.record.record import Record
    from drift.report.html.heat import Scale
    from drift.report.html.sides import Side

    Values = dict[Side, pl.Series]
    Weights = dict[Side, NDArray[np.int64]]

PAIR: Final = 2


def draw_relation(record: Record, diagnosis: Diagnosis) -> Picture | None:
    """Return how two columns go together on both sides; None where no row of one was sampled.

    Drawn from as many rows as a saved run keeps, so that it is the same picture for both.
    """
    named = diagnosis.parameters.get("columns")
    if not isinstance(named, list) or len(named) != PAIR:
        return None
    samples: dict[Side, Sample] = {
        "reference": record.reference_profile.sample.trimmed(SAMPLE_ROWS),
        "live": record.live_profile.sample.trimmed(SAMPLE_ROWS),
    }
    if any(not one.hashes.size or not {*named} <= {*one.rows.columns} for one in samples.values()):
        return None
    weights: Weights = {side: one.counts for side, one in samples.items()}
    first, second = (
        {side: one.rows.get_column(name) for side, one in samples.items()} for name in map(str, named)
    )
    numbers = [all(one.dtype.is_numeric() for one in values.values()) for values in (first, second)]
    labels = [text.label(str(name)) for name in named]
    if not any(numbers):
        return _of_levels(first, second, weights, labels)
    across = _scale(labels[0], first, weights, number=numbers[0])
    up = _scale(labels[1], second, weights, number=numbers[1])
    if across is None or up is None:
        return None
    if across.even:
        across, up = up, across  # levels stand beside the maps, where there is room for their names
    return Picture(heat=heat(across, up, weights), notes=_notes(across, up))


def _scale(name: str, values: Values, weights: Weights, *, number: bool) -> Scale | None:
    if number:
        floats = {
            side: one.cast(pl.Float64).fill_null(float("nan")).to_numpy() for side, one in values.items()
        }
        return number_scale(name, floats, weights)
    return level_scale(name, {side: _texts(one) for side, one in values.items()})


def _texts(values: pl.Series) -> list[str | None]:
    return values.cast(pl.String).to_list()


def _notes(across: Scale, up: Scale) -> tuple[str, ...]:
    of_each = f"Each line of cells shows how the rows of one level are spread over {across.name}. "
    return (f"{of_each if up.even else ''}The darker a cell, the more of the rows.",)


def _of_levels(first: Values, second: Values, weights: Weights, names: list[str]) -> Picture:
    """Return the shares of the rows that have two levels together, those that changed most first."""
    shares: dict[str, list[float]] = {}
    for at, (side, many) in enumerate(weights.items()):
        both = list(zip(_texts(first[side]), _texts(second[side]), many.tolist(), strict=True))
        whole = sum(count for one, other, count in both if one is not None and other is not None)
        for one, other, count in both:
            if one is not None and other is not None:
                pair = shares.setdefault(f"{one} · {other}", [0.0, 0.0])
                pair[at] += count / whole
    note = f"Sampled rows by their levels of {names[0]} and {names[1]} together."
    return Picture(
        levels=of_shares({name: (pair[0], pair[1]) for name, pair in shares.items()}), notes=(note,)
    )
