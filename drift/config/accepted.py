"""What people accepted: a file of decisions, each with a reason and an end, to be reviewed like code.

A decision names one fault of one column of one dataset. Whether a finding is that fault is for the judge
to say. The file is read as strictly as a config.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final, Self

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic_core import PydanticCustomError

from drift.config.problems import LIMITS_RULE, Keys, Path, Problem, Source, Written, explain, noun, refuse
from drift.config.values import VERSION, Frozen, Text, this_version

DEFAULT_FILE: Final = "accepted.yaml"
SOON: Final = 7  # days before a decision ends in which it is said that it will


def _as_date(value: object) -> object:
    """Return a date from text as a person writes it, in quotes or not."""
    text = value.text if isinstance(value, Written) else value
    if isinstance(text, date):
        return text
    try:
        return date.fromisoformat(text if isinstance(text, str) else "")
    except ValueError as error:
        what = {"what": "must be a date", "mend": "write it so: 2027-03-31"}
        raise PydanticCustomError(LIMITS_RULE, "{what}", what) from error


def _as_text(value: object) -> object:
    """Return a value in which text that YAML readers differ on is text."""
    match value:
        case Written():
            return value.text
        case dict():
            return {name: _as_text(one) for name, one in value.items()}
        case list() | tuple():
            return [_as_text(one) for one in value]
        case _:
            return value


def _as_entries(value: object) -> object:
    """Return a list as a tuple; an empty key as no decisions."""
    if value is None:
        return ()
    if isinstance(value, list | tuple):
        return tuple(value)
    what = {"what": f"must be a list, and is {noun(value)}", "mend": "begin each decision with `- column:`"}
    raise PydanticCustomError(LIMITS_RULE, "{what}", what)


Day = Annotated[date, BeforeValidator(_as_date)]
Told = Annotated[Text, BeforeValidator(_as_text)]
Values = Annotated[dict[str, Any], BeforeValidator(_as_text)]


class Acceptance(Frozen):
    """One decision: a fault of a column that is expected, by whom, why, until when, and up to what.

    Examples
    --------
    >>> import datetime
    >>> day = datetime.date(2027, 3, 31)
    >>> one = Acceptance(dataset="trips", column="wait_s", check="range", by="Ana", reason="x", until=day)
    >>> one.days_left(datetime.date(2027, 3, 1))
    30
    """

    dataset: Told = Field(description="The dataset whose checks it is about.")
    column: Told | None = Field(default=None, description="The column; null for the batch as a whole.")
    check: Told = Field(description="The check that found it.")
    fault: Told | None = Field(
        default=None, description="What the finding diagnosed; null where nothing explained it."
    )
    parameters: Values = Field(
        default_factory=dict,
        description="What the fault was found to be. Another factor, level or direction is another fault.",
    )
    segment: Values | None = Field(default=None, description="The levels that it is of; null for all rows.")
    statistic: Told | None = Field(
        default=None,
        description="What `up_to` is a bound of: a statistic, `share` for the share of rows concerned,"
        " or `unreadable_share` for that of the values that cannot be read.",
    )
    up_to: Annotated[float, Field(ge=0)] | None = Field(
        default=None,
        description="How far the distance, beyond what chance explains, may be. null: however far.",
    )
    by: Told = Field(description="Who decided.")
    reason: Told = Field(description="Why it is expected.")
    decided: Day | None = Field(default=None, description="The day of the decision.")
    until: Day = Field(description="The last day on which it holds.")
    run: Told | None = Field(default=None, description="The run whose finding was accepted.")

    @property
    def about(self) -> tuple[str, str | None, str, str | None]:
        """What it is about: dataset, column, check and fault."""
        return self.dataset, self.column, self.check, self.fault

    def days_left(self, day: date) -> int:
        """Return how many days after this one it still holds; negative where it is over."""
        return (self.until - day).days


class Accepted(Frozen):
    """A file of decisions; ``Accepted()`` is one without any."""

    version: Annotated[int, AfterValidator(this_version)] = Field(
        default=VERSION, description="The form of the file. Any other number than 1 is refused."
    )
    accepted: Annotated[tuple[Acceptance, ...], BeforeValidator(_as_entries)] = Field(
        default=(), description="The decisions."
    )

    @classmethod
    def from_dict(cls, values: object, *, source: Source | None = None) -> Self:
        """Return the decisions that `values` describe, as a parsed file gives them.

        Raises
        ------
        ConfigError
            A key is unknown or missing, or a value wrong; all problems are told at once.
        """
        source = source or Source(name="decisions")
        problems = list(source.problems)
        if not isinstance(values, Mapping):
            mend = "write keys: version: 1, and accepted: with a list"
            refuse(source, [Problem(line=1, what="must be a mapping", seen=noun(values), mend=mend)])
        try:
            found = cls.model_validate(dict(values))
        except ValidationError as error:
            told = error.errors(include_url=False)
            problems += [explain(one, _keys_beside(one["loc"]), source) for one in told]
        if problems:
            refuse(source, problems)
        return found


def _keys_beside(path: Path) -> Keys:
    """Return the keys that are known where the last one of `path` stands."""
    form = Accepted if len(path) == 1 else Acceptance
    return Keys(here=tuple(form.model_fields))
