"""The code of a diagnosis: what finds the rows concerned, and what brings their values back, for all faults.

A fault that knows better writes its own; what it leaves out is made here of what it was found to be. Names
are written so that no reader takes them for a pattern or for code. Nothing here is run by this package.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from drift.diagnose.distribution import distribution
from drift.diagnose.expression import column_text, sql_column
from drift.diagnose.rows import rows_of
from drift.sources.readings import GROUPS, SEPARATORS
from drift.sources.truths import TRUE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from drift.diagnose.condition import Condition
    from drift.diagnose.diagnosis import Diagnosis
    from drift.profile.column import ColumnProfile

OF_SOME: Final = frozenset({"epoch_unit", "transform"})  # say what undoes all rows, be it some that came so
WHOLE: Final = re.compile(r"U?Int\d+$")  # types of numbers that are written as they are
LEAST_FOUND: Final = 0.8  # of the rows concerned; a bound that finds fewer, or more by as much, finds others

# By how values came, what reads them as before; `{x}` is the column.
_READ_BACK: Final[Mapping[str, str]] = {
    "number as text": "{x}.str.strip_chars().cast(pl.Float64, strict=False)",
    "decimal comma": f"pl.when({{x}}.str.contains(',')).then({{x}}.str.replace_all({GROUPS!r}, '')"
    ".str.replace(',', '.')).otherwise({x}).str.strip_chars().cast(pl.Float64, strict=False)",
    "thousands separator": f"{{x}}.str.replace_all({SEPARATORS!r}, '').cast(pl.Float64, strict=False)",
    "boolean as number": "{x}.cast(pl.Float64, strict=False).abs() == 1",
    "boolean as text": '{x}.str.to_lowercase() == "true"',
    "boolean as word": f"{{x}}.str.to_lowercase().is_in({json.dumps(TRUE, ensure_ascii=False)})",
    "text as boolean": "{x}.cast(pl.String)",
    "text as number": "{x}.cast(pl.String)",
    "zoned time": "{x}.dt.replace_time_zone(None)",
}


def with_code(diagnosis: Diagnosis, name: str, before: ColumnProfile, now: ColumnProfile) -> Diagnosis:
    """Return a diagnosis of a column with the code that finds its rows and undoes it, where there is any.

    Parameters
    ----------
    diagnosis : Diagnosis
        What happened.
    name : str
        The name that the batch has for the column.
    before, now : ColumnProfile
        What the reference and the batch keep of it.
    """
    condition = rows_of(diagnosis, before)
    if condition is not None and (before.family == "time" or not _finds_most(condition, diagnosis, now)):
        condition = None
    find, undo = (_named(code, name, before.name) for code in (diagnosis.find, diagnosis.undo))
    if find is None and condition is not None:
        find = condition.polars(name)
    if undo is not None and diagnosis.fault in OF_SOME and not _is_of_all(diagnosis):
        undo = f"pl.when({find}).then({undo}).otherwise({column_text(name)})" if find else None
    code, sql = (undo, None) if undo else _undo(diagnosis, condition, name)
    return replace(
        diagnosis,
        find=find,
        undo=code,
        find_sql=condition.sql(name) if condition is not None else None,
        undo_sql=sql,
    )


def _is_of_all(diagnosis: Diagnosis) -> bool:
    return diagnosis.share is None or diagnosis.share >= 1


def _finds_most(condition: Condition, diagnosis: Diagnosis, now: ColumnProfile) -> bool:
    """Return whether a bound finds about as many rows as are concerned.

    Where tails are heavy, or the two heaps lie within each other, a bound finds few of them.
    """
    if diagnosis.share is None or now.family != "number" or not now.cells.rows:
        return True
    ends = [end for end in (condition.below, condition.above) if isinstance(end, float)]
    if not ends:
        return True
    held = distribution(now.cells)
    below, above = condition.below, condition.above
    found = float(held.share_below(np.array([below]))[0]) if isinstance(below, float) else 0.0
    found += 1 - float(held.share_below(np.array([above]))[0]) if isinstance(above, float) else 0.0
    return LEAST_FOUND * diagnosis.share <= found <= diagnosis.share / LEAST_FOUND


def _named(code: str | None, name: str, known: str) -> str | None:
    """Return code with the column written as it is to be, by the name that the batch has for it."""
    if code is None:
        return None
    for written in (repr(known), json.dumps(known, ensure_ascii=False), json.dumps(known)):
        code = code.replace(f"pl.col({written})", column_text(name))
    return code


def _undo(diagnosis: Diagnosis, condition: Condition | None, name: str) -> tuple[str | None, str | None]:
    """Return polars code and SQL for the values as they were; None where no expression says it."""
    columns = column_text(name), sql_column(name)
    match diagnosis.fault:
        case "unit_change":
            back = [
                _converted_back(diagnosis.parameters, one) for one in (column_text(name), sql_column(name))
            ]
        case "sign_flip":
            back = [f"-{one}" for one in columns]
        case "type_change":
            return _read_back(diagnosis.parameters, column_text(name)), None
        case _:
            return None, None
    if _is_of_all(diagnosis):
        return back[0], back[1]
    found, clause = (condition.polars(name), condition.sql(name)) if condition else (None, None)
    if found is None or clause is None:
        return None, None
    return (
        f"pl.when({found}).then({back[0]}).otherwise({column_text(name)})",
        f"CASE WHEN {clause} THEN {back[1]} ELSE {sql_column(name)} END",
    )


def _read_back(parameters: Mapping[str, Any], column: str) -> str | None:
    """Return the code that reads a column that came in another type; None where none is sure to."""
    form = str(parameters.get("form"))
    if form == "text as number" and not WHOLE.match(str(parameters.get("to"))):
        return None  # 7 that was held as 7.0 would be another text
    code = _READ_BACK.get(form)
    return code.replace("{x}", column) if code else None


def _converted_back(parameters: Mapping[str, Any], column: str) -> str:
    factor, offset = parameters["factor"], parameters.get("offset") or 0.0
    moved = f"({column} - {offset!r})" if offset > 0 else f"({column} + {-offset!r})" if offset else column
    inverse = round(1 / factor, 9)
    return f"{moved} * {inverse!r}" if factor < 1 and inverse.is_integer() else f"{moved} / {factor!r}"
