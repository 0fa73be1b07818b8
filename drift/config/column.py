"""What a person knows or wants of a column, or of all columns that a pattern matches."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from drift.config.values import Frozen, Kind, Text


class ColumnConfig(Frozen):
    """What holds for a column. What each key means stands with it."""

    kind: Kind | None = Field(
        default=None,
        description=(
            "What the values are: `number`, `category`, `text`, `identifier`, `time`, `boolean`, "
            "`nested` or `unknown`. `null`: the data tells."
        ),
    )
    unit: Text | None = Field(
        default=None,
        description="The unit of the values, such as `second` or `degree_Fahrenheit`.",
    )
    tolerance: Annotated[float, Field(ge=0)] | None = Field(
        default=None,
        description=(
            "How far the column may move before it is a breach, in the unit of its statistic, from 0. "
            "`null`: as learned at `fit`."
        ),
    )
    importance: Annotated[float, Field(ge=0, le=1)] = Field(
        default=0.5,
        description=(
            "How much the column counts, from 0 to 1: its part of the budget of false alarms, and its "
            "place among equals in reports."
        ),
    )
    owner: Text | None = Field(
        default=None,
        description="Who to ask about the column.",
    )
    sensitive: bool = Field(
        default=False,
        description=(
            "`true`: no value of it is kept or shown, only counts, patterns and hashes; see "
            "[below](#sensitive-columns)."
        ),
    )
    check: bool = Field(
        default=True,
        description="`false` skips the column; results say so, with the `reason`.",
    )
    reason: Text | None = Field(
        default=None,
        description="Why the column is not checked, or has the tolerance it has.",
    )
