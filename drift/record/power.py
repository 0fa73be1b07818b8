"""A plan: the smallest change of each feature that a gate would catch at a number of rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from drift.judge.power import ColumnPower

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Power:
    """What a gate would catch: see `drift.power`.

    Attributes
    ----------
    drift_version, dataset, sensitivity : str
        Of what the gate is made.
    reference : str or None
        The reference's file.
    reference_digest : str
        Its content.
    rows : int
        Rows of a batch.
    span_hours : float or None
        The time that a batch spans; None for the shortest that a tolerance was learned for.
    budget : float
        The share of unchanged, exchangeable batches that alarm, at most.
    columns : tuple of ColumnPower
        Every column of the reference, in its order.

    Examples
    --------
    >>> import drift
    >>> import polars as pl
    >>> reference = drift.fit(pl.DataFrame({"city": ["Porto", "Braga"] * 5_000}))
    >>> found = drift.power(reference, 1_000)["city"].changes["new_level"]
    >>> found.statistic, found.size < 0.05
    ('new_level_share', True)
    """

    drift_version: str
    dataset: str
    sensitivity: str
    reference: str | None
    reference_digest: str
    rows: int
    span_hours: float | None
    budget: float
    columns: tuple[ColumnPower, ...]

    def __getitem__(self, name: str) -> ColumnPower:
        """Return what would be caught of a column."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def to_dict(self) -> dict[str, Any]:
        """Return the plan as JSON holds it."""
        return {
            "schema_version": SCHEMA_VERSION,
            "drift_version": self.drift_version,
            "dataset": self.dataset,
            "sensitivity": self.sensitivity,
            "reference": {"path": self.reference, "digest": self.reference_digest},
            "rows": self.rows,
            "span_hours": self.span_hours,
            "budget": self.budget,
            "columns": [
                {
                    "name": column.name,
                    "kind": column.kind,
                    "reason": column.reason,
                    "level": column.level,
                    "changes": {
                        change: {"size": found.size, "statistic": found.statistic}
                        for change, found in column.changes.items()
                    },
                }
                for column in self.columns
            ],
        }
