"""What of a user's schema a table does not keep: all that the judge is told, free of pandera."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MAX_CASES: Final = 20  # rows that are kept to show what fails a check


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaBreak:
    """One check of a user's schema that rows, or the table as a whole, do not pass.

    Attributes
    ----------
    column : str or None
        The column; None where the check is of no one column.
    check : str
        What the schema calls it.
    rows : int
        Rows that fail; 0 where the table itself does.
    warns : bool
        Whether the schema only warns of it.
    why : str or None
        pandera's words on what is wrong with the table; None where rows fail.
    cases : tuple of dict
        Some of the rows that fail, by the key's columns and the checked one: those of the smallest hash.
    """

    column: str | None
    check: str
    rows: int
    warns: bool
    why: str | None = None
    cases: tuple[dict[str, object], ...] = ()
