"""True and false exchanged: as many rows are true as were false.

A flag that is stored the other way round (`is_active` for `is_blocked`) has no other mark. That the
share of one became that of the other, and no other of all that it might have become, is what tells it;
a real movement may end there, too, and is told as the runner-up.
"""

from __future__ import annotations

import json

from drift.compare.share import share_distance, share_margin
from drift.diagnose.diagnosis import Diagnosis, RunnerUp
from drift.diagnose.level_sets import CHANCE
from drift.diagnose.renamed_category import BY_FREQUENCY, LEAST_PERMUTED


def diagnose_exchanged(reference: dict[str, int], live: dict[str, int], name: str) -> Diagnosis | None:
    """Return that the values of a boolean column are exchanged; None where their shares do not say so.

    Parameters
    ----------
    reference, live : dict
        The rows that are "true" and "false".
    name : str
        The column.

    Examples
    --------
    >>> before = {"true": 300, "false": 700}
    >>> diagnose_exchanged(before, {"true": 140, "false": 60}, "paid").undo
    '~pl.col("paid")'
    >>> diagnose_exchanged(before, {"true": 100, "false": 100}, "paid") is None
    True
    """
    n, m = sum(reference.values()), sum(live.values())
    if not n or not m:
        return None
    true, other, now = reference["true"], reference["false"], live["true"]
    gap, left = share_distance(true, n, now, m), share_distance(other, n, now, m)
    fits = left <= share_margin(other, n, now, m, CHANCE) and left <= (1 - BY_FREQUENCY) * gap
    if gap < LEAST_PERMUTED or not fits:
        return None
    explains = round(1 - left / gap, 4)
    undo = f"~pl.col({json.dumps(name, ensure_ascii=False)})"
    return Diagnosis(
        fault="renamed_category",
        story=f"has true and false exchanged: {now / m:.1%} are true where {true / n:.1%} were, "
        f"and {other / n:.1%} were false",
        advice=f"Ask the producer whether the flag is stored the other way round; `{undo}` undoes it.",
        parameters={"mapping": {"false": "true", "true": "false"}},
        share=1.0,
        share_interval=(1.0, 1.0),
        explains=explains,
        runner_up=RunnerUp(fault="shape", parameters={"levels": ["false", "true"]}, explains=explains),
        undo=undo,
    )
