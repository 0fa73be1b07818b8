"""The number of rows of a batch, against what the config allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.diagnose.diagnosis import Diagnosis
from drift.judge.result import Finding

if TYPE_CHECKING:
    from drift.config import Config


def row_count_finding(rows: int, config: Config) -> Finding | None:
    """Return the finding of a batch with too few or too many rows; None where the config allows it."""
    limits = config.rows
    if limits is None:
        return None
    too_few = limits.min is not None and rows < limits.min
    too_many = limits.max is not None and rows > limits.max
    if not (too_few or too_many):
        return None
    bound = limits.min if too_few else limits.max
    story = f"has {rows:,} rows, {'fewer' if too_few else 'more'} than the {bound:,} that the config allows"
    return Finding(
        check="rows",
        verdict="breach",
        column=None,
        statistic=None,
        why=f"The batch {story}.",
        diagnosis=Diagnosis(
            fault="row_count",
            story=story,
            advice="Ask the producer whether the batch is complete."
            if too_few
            else "Ask whether rows were sent twice.",
            parameters={"from": bound, "to": rows},
        ),
    )
