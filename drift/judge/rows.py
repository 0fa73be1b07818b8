"""The number of rows of a batch, against what the config allows, or else past batches do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.diagnose.diagnosis import Diagnosis
from drift.judge.result import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from drift.config import Config
    from drift.judge.past_rows import PastRows


def row_count_finding(
    rows: int, config: Config, past: Sequence[PastRows] = (), as_of: datetime | None = None
) -> Finding | None:
    """Return the finding of a batch with too few or too many rows; None where nothing says so.

    The config's `rows` win over what the past batches had, in the order of time up to `as_of`.
    """
    limits = config.rows
    if limits is not None:
        fewest, most, who = limits.min, limits.max, "the config allows"
    else:
        if as_of is None or not past:
            return None
        from drift.judge.past_rows import row_bounds  # noqa: PLC0415 - only where there is a history

        bounds = row_bounds(past, as_of, config.budget)
        if bounds is None:
            return None
        fewest, most = bounds.fewest, bounds.most
        of_day = f" of a {as_of:%A}" if bounds.weekday else ""
        who = f"the {bounds.batches:,} past batches{of_day} let expect"
    too_few = fewest is not None and rows < fewest
    too_many = most is not None and rows > most
    if not (too_few or too_many):
        return None
    bound = fewest if too_few else most
    story = f"has {rows:,} rows, {'fewer' if too_few else 'more'} than the {bound:,} that {who}"
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
