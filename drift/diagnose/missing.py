"""Missing values: the share of nulls, of NaN and of empty strings moved."""

from __future__ import annotations

from drift.diagnose.diagnosis import Diagnosis

NEVER_BEFORE = 0.005  # of the rows missing, where none ever was: no movement of a share that is always 0


def diagnose_missing(
    before: float,
    now: float,
    rows: int,
    *,
    lacking: str | None = None,
    nans: tuple[float, float] = (0.0, 0.0),
) -> Diagnosis:
    """Return the diagnosis of a share of missing values that went from `before` to `now`, of `rows` rows.

    `lacking` says how many of the batch's files lack the column, such as ``"2 of 30 files"``; `nans` are the
    shares of rows that are NaN and not null, in training and now.
    """
    if now >= 1:
        story = f"is missing in all {rows:,} rows; in training it was in {before:.2%}"
    else:
        story = f"is missing in {now:.2%} of the rows; in training it was in {before:.2%}"
    if lacking is not None:
        story += f"; {lacking} of the batch lack it"
    if nans != (0.0, 0.0):
        story += f"; NaN in {nans[1]:.2%}, in training in {nans[0]:.2%}"
    advice = (
        "Ask the producer what stopped filling this column; the model sees its default instead."
        if now > before
        else "Ask whether missing values are now filled in, and with what: the model learned from nulls."
    )
    return Diagnosis(
        fault="missing_values",
        story=story,
        advice=advice,
        parameters={"from": round(before, 6), "to": round(now, 6)},
        share=round(now - before, 6) if now > before else None,
        proven=before == 0 and now >= NEVER_BEFORE,
    )
