"""The code of a diagnosis that is of one level: only its rows are found, and only these are undone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from drift.diagnose.expression import column_text, sql_column, sql_text, text_of

if TYPE_CHECKING:
    from drift.diagnose.diagnosis import Diagnosis


@dataclass(frozen=True, slots=True, kw_only=True)
class OfLevel:
    """The rows of a level of a segment column, as polars code and as SQL."""

    polars: str
    sql: str

    @classmethod
    def of(cls, column: str, value: str | float | bool | None) -> OfLevel:  # noqa: FBT001 - a value of a column
        """Return the condition that rows of a level meet.

        Examples
        --------
        >>> OfLevel.of("city", "Porto").polars, OfLevel.of("store", 3).sql
        ('pl.col("city") == "Porto"', '"store" = 3')
        >>> OfLevel.of("city", None).polars, OfLevel.of("is_gift", False).sql
        ('pl.col("city").is_null()', '"is_gift" = FALSE')
        """
        if value is None:
            return cls(polars=f"{column_text(column)}.is_null()", sql=f"{sql_column(column)} IS NULL")
        return cls(
            polars=f"{column_text(column)} == {text_of(value)}",
            sql=f"{sql_column(column)} = {sql_text(value)}",
        )


def in_level(diagnosis: Diagnosis, name: str, level: OfLevel | None) -> Diagnosis:
    """Return a diagnosis of a column in a level with code that leaves the rows of other levels alone.

    Parameters
    ----------
    diagnosis : Diagnosis
        What happened there, with the code for a table that holds the level alone.
    name : str
        The name that the batch has for the column.
    level : OfLevel or None
        The condition of its rows; None where none says it, and no code is told then.
    """
    if level is None:
        return replace(diagnosis, find=None, undo=None, find_sql=None, undo_sql=None)
    of_all = diagnosis.share is None or diagnosis.share >= 1
    find, find_sql = diagnosis.find, diagnosis.find_sql
    return replace(
        diagnosis,
        find=f"({level.polars}) & ({find})" if find else level.polars if of_all else None,
        find_sql=f"{level.sql} AND ({find_sql})" if find_sql else level.sql if of_all and not find else None,
        undo=f"pl.when({level.polars}).then({diagnosis.undo}).otherwise({column_text(name)})"
        if diagnosis.undo
        else None,
        undo_sql=f"CASE WHEN {level.sql} THEN {diagnosis.undo_sql} ELSE {sql_column(name)} END"
        if diagnosis.undo_sql
        else None,
    )
