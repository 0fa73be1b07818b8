"""Rows that a window left out for want of a time: more of them than training lets expect are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.compare.share import share_distance, share_margin
from drift.diagnose.diagnosis import Diagnosis
from drift.judge.result import Finding

if TYPE_CHECKING:
    from drift.config import Config
    from drift.judge.live import Live
    from drift.judge.reference import Reference


def undated_finding(reference: Reference, live: Live, config: Config) -> Finding | None:
    """Return the warning of rows that no window can hold; None where they are no more than chance explains.

    They are compared with the nulls that the column had in training, none where it had no such column.
    They may be of the window or not, so the rows that were checked say nothing of them.
    """
    if live.window is None or not live.window.undated or not live.window.rows:
        return None  # of a window without rows nothing was checked, which is said by itself
    seen, name = live.window, live.window.window.column
    before = reference.profile.columns.get(name)
    nulls, trained = before.nulls if before else 0, max(reference.profile.rows, 1)
    rows = seen.rows + seen.outside + seen.undated
    share, past = seen.undated / rows, nulls / trained
    margin = share_margin(nulls, trained, seen.undated, rows, config.budget)
    if share <= past or share_distance(nulls, trained, seen.undated, rows) <= margin:
        return None
    story = f"has {seen.undated:,} of {rows:,} rows without a time in `{name}` that can be read"
    return Finding(
        check="window",
        verdict="warning",
        column=None,
        statistic=None,
        why=f"The batch {story}, so no window holds them and they were not checked;"
        f" training had {nulls:,} of {trained:,}.",
        diagnosis=Diagnosis(
            fault="missing_values",
            story=story,
            advice="Ask the producer why they have none.",
            share=share,
            parameters={"from": past, "to": share},
        ),
    )
