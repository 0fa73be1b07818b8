"""The samples of both sides as Evidently takes them: the columns that both have values of, by drift's kinds.

Evidently guesses kinds by pandas' types: unsigned, nullable and Arrow types become "unknown" and are left
out without a word, and columns that are null throughout, missing or extra raise. So types are plain here and
kinds are told. Times, identifiers, texts and nested values are no distributions: `metrics` tells of them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from evidently import DataDefinition, Dataset

BINS: Final = 10  # of Evidently's small pictures
MOST_ROWS: Final = 10_000  # of a side, about; Evidently's page grows with them

if TYPE_CHECKING:
    from drift.profile.sample import Sample
    from drift.record.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Frames:
    """Both samples, and the columns that are numbers and that are levels."""

    reference: Any
    live: Any
    numbers: tuple[str, ...]
    levels: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.numbers, *self.levels)


def frames_of(record: Record) -> Frames:
    """Return the samples of a run; of a saved one they have up to 1,000 distinct rows each."""
    sides = record.reference_profile.sample, record.live_profile.sample
    numbers, levels = [], []
    for column in record.columns:
        of = [_values(side, column.name, column.kind) for side in sides]
        if column.kind == "number" and all(_drawn(one) for one in of):
            numbers.append(column.name)
        if column.kind in {"category", "boolean"} and all(_held(one) for one in of):
            levels.append(column.name)
    kinds = {**dict.fromkeys(numbers, "number"), **dict.fromkeys(levels, "category")}
    before, now = ({name: _values(side, name, kind) for name, kind in kinds.items()} for side in sides)
    definition = DataDefinition(
        numerical_columns=numbers, categorical_columns=levels, text_columns=[], datetime_columns=[]
    )
    reference, live = (_dataset(side, kinds, definition) for side in (before, now))
    return Frames(reference=reference, live=live, numbers=tuple(numbers), levels=tuple(levels))


def _dataset(columns: dict[str, list[Any]], kinds: dict[str, str], definition: DataDefinition) -> Any:  # noqa: ANN401 - evidently ships no types
    frame = pd.DataFrame(
        {
            name: pd.Series(values, dtype="float64" if kinds[name] == "number" else "object")
            for name, values in columns.items()
        }
    )
    return Dataset.from_pandas(frame, data_definition=definition)


def _values(sample: Sample, name: str, kind: str) -> list[Any]:
    """Return a column's sampled values, each as often as its row stands there: floats, or text for levels."""
    if name not in sample.rows.columns:
        return []
    held = sample.rows.get_column(name).to_list()
    values = [_finite(one) if kind == "number" else None if one is None else str(one) for one in held]
    return [one for one, copies in zip(values, _copies(sample), strict=True) for _ in range(copies)]


def _copies(sample: Sample) -> list[int]:
    """Return how often each row is shown: as often as it stands there, while all are few enough."""
    rows = int(sample.counts.sum())
    scale = min(1.0, MOST_ROWS / rows) if rows else 1.0
    return [max(1, round(count * scale)) for count in sample.counts.tolist()]


def _finite(value: object) -> float:
    """Return a number as a float; what is no finite number, or none, as a missing one."""
    number = float(value) if isinstance(value, int | float) or hasattr(value, "__float__") else math.nan
    return number if math.isfinite(number) else math.nan


def _drawn(values: list[Any]) -> bool:
    """Return whether numbers can be drawn: numpy raises where they are too large to be parted into bins."""
    held = np.array([one for one in values if one == one])  # noqa: PLR0124 - NaN is not itself
    try:
        np.histogram(held, bins=BINS)
    except ValueError:
        return False
    return held.size > 0


def _held(values: list[Any]) -> bool:
    """Return whether there is a value at all."""
    return any(one is not None for one in values)
