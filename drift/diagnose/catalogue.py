"""The catalogue of faults: one visible tuple, in the order in which they are told."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A fault by name, and what happened in a few words."""

    name: str
    meaning: str


FAULTS = (
    Fault(name="unit_change", meaning="all or a share of the rows are in another unit"),
    Fault(name="epoch_unit", meaning="times count another unit since 1970"),
    Fault(name="type_change", meaning="the same values come in another type"),
    Fault(name="missing_column", meaning="a column went"),
    Fault(name="new_column", meaning="a column came"),
    Fault(name="frozen", meaning="a feature that varied stopped varying"),
    Fault(name="missing_values", meaning="the share of nulls, NaN or empty strings moved"),
    Fault(name="new_category", meaning="levels came that training did not have"),
    Fault(name="row_count", meaning="the batch has fewer or more rows than the config allows"),
    Fault(name="shift", meaning="the values moved up or down"),
    Fault(name="spread", meaning="the values spread wider or narrower"),
    Fault(name="shape", meaning="something else about the distribution moved"),
)
