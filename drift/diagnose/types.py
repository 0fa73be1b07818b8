"""Types: the same values in another type, columns that went and columns that came."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from drift.diagnose.diagnosis import Diagnosis

if TYPE_CHECKING:
    from collections.abc import Mapping

UNREADABLE: Final = "unreadable_share"  # the parameter that says which share of the values cannot be read
NEARLY_ALL: Final = 0.98  # of the values
UNCHANGED: Final = "same"  # the form of values that are written as before, as far as they can be read
# What the producer can write in a column, by the family of its type: a CSV file has no type to send.
_WRITTEN: Final[Mapping[str, str]] = {
    "number": "plain numbers, with a point for the decimals,",
    "text": "texts",
    "time": "dates or times as before",
    "boolean": "`true` and `false`",
}


def diagnose_type(
    *, before: str, now: str, form: str, family: str, rows: int, concerned: int, unreadable: int
) -> Diagnosis:
    """Return the diagnosis of a column whose values come in another type, or are written in another way.

    Parameters
    ----------
    before, now : str
        The physical types of the reference and of the batch.
    form : str
        How the values are written now: "number as text", "decimal comma", …
    family : str
        The family of the reference's type: number, text, time, boolean, …
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
    if form == UNCHANGED and unreadable:
        how = f"in no form that is read as {before}"
    readable = "all can still be read" if not unreadable else f"{unreadable:,} of {rows:,} cannot be read"
    return Diagnosis(
        fault="type_change",
        story=f"changed its type: {which} {how}; {readable}",
        advice=f"Ask the producer to write {_WRITTEN.get(family, 'the values as before')} in this column "
        "again, or convert it before the model: what cannot be read there fails, or is seen as a default.",
        parameters={
            "from": before,
            "to": now,
            "form": form,
            "unreadable": unreadable,
            UNREADABLE: round(unreadable / rows, 6) if rows else 0.0,
        },
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
