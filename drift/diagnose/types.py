"""Types: the same values in another type, columns that went and columns that came."""

from __future__ import annotations

from drift.diagnose.diagnosis import Diagnosis


def diagnose_type(
    *, before: str, now: str, form: str, rows: int, concerned: int, unreadable: int
) -> Diagnosis:
    """Return the diagnosis of a column whose values come in another type, or are written in another way.

    Parameters
    ----------
    before, now : str
        The physical types of the reference and of the batch.
    form : str
        How the values are written now: "number as text", "decimal comma", …
    rows, concerned, unreadable : int
        Values in the batch; those written in another way; of these, those that cannot be read.
    """
    share = concerned / rows if rows else 1.0
    which = "all values come" if share == 1 else f"{share:.2%} of the values come"
    how = (
        f"as {now} where training had {before} ({form})"
        if now != before
        else f"in another form than {before}: {form}"
    )
    readable = "all can still be read" if not unreadable else f"{unreadable:,} of {rows:,} cannot be read"
    return Diagnosis(
        fault="type_change",
        story=f"changed its type: {which} {how}; {readable}",
        advice=f"Ask the producer to send {before} again, or convert before the model: what is not "
        f"{before} fails there or is seen as a default.",
        parameters={"from": before, "to": now, "form": form, "unreadable": unreadable},
        share=round(share, 6),
        proven=True,
    )


def diagnose_missing_column(dtype: str) -> Diagnosis:
    """Return the diagnosis of a column that went."""
    return Diagnosis(
        fault="missing_column",
        story="is not in the batch at all",
        advice="Ask the producer whether it was dropped or renamed: the model expects it.",
        parameters={"dtype": dtype},
        share=1.0,
        proven=True,
    )


def diagnose_new_column(dtype: str) -> Diagnosis:
    """Return the diagnosis of a column that came."""
    return Diagnosis(
        fault="new_column",
        story="is new: training did not have it",
        advice="Nothing breaks; fit again to have it watched, or name it under `ignore`.",
        parameters={"dtype": dtype},
        share=1.0,
    )
