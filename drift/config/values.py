"""What the values of a config's keys may be: text, names, numbers of rows, durations, and their limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, Literal, Self, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from drift.config.duration import duration_text, parse_duration
from drift.config.problems import LIMITS_RULE

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind: TypeAlias = Literal["number", "category", "text", "identifier", "time", "boolean", "nested", "unknown"]
Method: TypeAlias = Literal["drift", "evidently"]
Sensitivity: TypeAlias = Literal["low", "medium", "high"]

# The share of unchanged batches that may alarm.
SENSITIVITY_BUDGETS: Final[Mapping[Sensitivity, float]] = {"low": 1e-4, "medium": 1e-3, "high": 1e-2}

VERSION: Final = 1  # of the form of a config file
MAX_ROWS: Final = 2**53 - 1  # beyond it a JSON number does not hold every integer
DURATION_FORM: Final = r"^\s*(\d+\s*[wdhms]\s*)+$"  # for editors; the order of units is checked on reading


def as_tuple(value: object) -> object:
    """Return a list as a tuple: YAML and JSON have no tuples, and a frozen config has no lists."""
    return tuple(value) if isinstance(value, list) else value


def this_version(value: int) -> int:
    """Refuse another version of the form than the one that is read here."""
    if value != VERSION:
        what, mend = f"is {value}, and this drift reads {VERSION}", f"write {VERSION}, or use another drift"
        raise PydanticCustomError(LIMITS_RULE, "{what}", {"what": what, "mend": mend})
    return value


def as_duration(value: object) -> object:
    """Return a duration in its shortest form, so that two ways to write one are one."""
    try:
        return duration_text(parse_duration(value if isinstance(value, str) else ""))
    except ValueError as error:
        what, mend = "must be a duration", "write a number with its unit: 36h, 2d, 90m or 1d 12h"
        raise PydanticCustomError(LIMITS_RULE, "{what}", {"what": what, "mend": mend}) from error


Text: TypeAlias = Annotated[str, Field(min_length=1)]
Duration: TypeAlias = Annotated[
    str, BeforeValidator(as_duration), Field(json_schema_extra={"pattern": DURATION_FORM})
]
Names: TypeAlias = Annotated[tuple[str, ...], BeforeValidator(as_tuple)]
Rows: TypeAlias = Annotated[int, Field(ge=0, le=MAX_ROWS)]


class Frozen(BaseModel):
    """A part of a config: strict, frozen, and without any key but its own."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


class RowLimits(Frozen):
    """How many rows a batch may have: at least `min`, at most `max`, one of which may be None."""

    min: Rows | None = Field(default=None, description="The fewest rows.")
    max: Rows | None = Field(default=None, description="The most rows; not below `min`.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        what = mend = None
        if self.min is None and self.max is None:
            what, mend = "must have `min`, `max` or both", "write rows: {min: 1000}, or take the line out"
        elif self.min is not None and self.max is not None and self.min > self.max:
            what, mend = f"has a `min` of {self.min}, above its `max` of {self.max}", "swap them"
        if what:
            raise PydanticCustomError(LIMITS_RULE, "{what}", {"what": what, "mend": mend})
        return self
