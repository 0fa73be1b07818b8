"""What a config holds: frozen values, each key's default and limits, and what a column's keys add up to.

A config is complete when it stands: what a file leaves out has its default, and all of it is kept with
the reference. Some keys shape what is computed at `fit`; the others only what is made of it at `check`.
"""

from __future__ import annotations

import fnmatch
import functools
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated, Final, Literal, Self, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from drift.config.duration import duration_text, parse_duration
from drift.config.lines import Lines
from drift.config.problems import (
    LIMITS_RULE,
    Keys,
    Path,
    Problem,
    Source,
    explain,
    noun,
    path_text,
    refuse,
)

if TYPE_CHECKING:
    from datetime import timedelta

Kind: TypeAlias = Literal["number", "category", "text", "identifier", "time", "boolean", "nested", "unknown"]
Sensitivity: TypeAlias = Literal["low", "medium", "high"]

# The share of unchanged batches that may alarm.
SENSITIVITY_BUDGETS: Final[Mapping[Sensitivity, float]] = {"low": 1e-4, "medium": 1e-3, "high": 1e-2}

# Keys that are promised and not built: they are refused by name, for a key that does nothing reads as done.
NOT_BUILT_KEYS: Final = (
    "history",
    "weight",
    "segments",
    "schema",
)

# Keys that shape the reference, so that a check cannot change them. All others are for judging.
FIT_KEYS: Final = ("time", "key", "ignore", "sample")
FIT_COLUMN_KEYS: Final = ("kind", "sensitive")

VERSION: Final = 1  # of the form of a config file
MAX_ROWS: Final = 2**53 - 1  # beyond it a JSON number does not hold every integer
PATTERN_SIGNS: Final = frozenset("*?[")
MATCHERS_KEPT: Final = 4096  # compiled patterns; `fnmatch` keeps 256 and is slow where a config has more


def _as_tuple(value: object) -> object:
    """Return a list as a tuple: YAML and JSON have no tuples, and a frozen config has no lists."""
    return tuple(value) if isinstance(value, list) else value


def _this_version(value: int) -> int:
    """Refuse another version of the form than the one that is read here."""
    if value != VERSION:
        what, mend = f"is {value}, and this drift reads {VERSION}", f"write {VERSION}, or use another drift"
        raise PydanticCustomError(LIMITS_RULE, "{what}", {"what": what, "mend": mend})
    return value


def _duration(value: object) -> object:
    """Return a duration in its shortest form, so that two ways to write one are one."""
    try:
        return duration_text(parse_duration(value if isinstance(value, str) else ""))
    except ValueError as error:
        what, mend = "must be a duration", "write a number with its unit: 36h, 2d, 90m or 1d 12h"
        raise PydanticCustomError(LIMITS_RULE, "{what}", {"what": what, "mend": mend}) from error


Text: TypeAlias = Annotated[str, Field(min_length=1)]
Duration: TypeAlias = Annotated[str, BeforeValidator(_duration)]
Names: TypeAlias = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]
Rows: TypeAlias = Annotated[int, Field(ge=0, le=MAX_ROWS)]


class _Frozen(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


class RowLimits(_Frozen):
    """How many rows a batch may have: at least `min`, at most `max`, one of which may be None."""

    min: Rows | None = None
    max: Rows | None = None

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


class ColumnConfig(_Frozen):
    """What a person knows or wants of a column, or of all columns that a pattern matches.

    Attributes
    ----------
    kind : Kind or None
        What the values are; None leaves that to the data.
    unit : str or None
        The unit of the values. Whether there is such a unit is for the diagnosis to say.
    tolerance : float or None
        How far the column may move before it is a breach, in the unit of its statistic and instead of
        what was learned; from 0.
    importance : float
        How much the column counts, from 0 to 1: its part of the budget, and its place in reports.
    owner : str or None
        Who to ask; reports show it.
    sensitive : bool
        Whether no value may be kept or shown: only counts, patterns and hashes, see `drift.profile.mask`.
    check : bool
        Whether the column is checked; if not, it is skipped and `reason` says why.
    reason : str or None
        Why the column is not checked, or why its tolerance is what it is.
    """

    kind: Kind | None = None
    unit: Text | None = None
    tolerance: Annotated[float, Field(ge=0)] | None = None
    importance: Annotated[float, Field(ge=0, le=1)] = 0.5
    owner: Text | None = None
    sensitive: bool = False
    check: bool = True
    reason: Text | None = None


class Config(_Frozen):
    """All that a person decides about a dataset; ``Config()`` is what holds where no file is given.

    Attributes
    ----------
    version : int
        The version of the file's form: `VERSION`.
    dataset : str
        The name of the data in results.
    reports : str or None
        The directory that `check` leaves runs and their HTML in; None leaves none.
    time : str or None
        The time column along which the reference learns how much each feature moves by itself.
    max_age : str or None
        How old the newest time may be when a batch is checked; see `most_age`.
    key : tuple of str
        The columns that together name a row.
    ignore : tuple of str
        Columns that are not looked at.
    sensitivity : Sensitivity
        How readily a change alarms; see `budget`.
    sample : int
        Rows kept for evidence; 0 keeps none.
    target : str or None
        The column that is known to differ or be missing live: reported, never a breach.
    rows : RowLimits or None
        How many rows a batch may have.
    columns : dict of str to ColumnConfig
        What holds for columns, by name or pattern, in the order of the file, which `column` needs:
        what stores a config must not sort it.

    Examples
    --------
    >>> config = Config.from_dict({"dataset": "trips", "columns": {"wait_*": {"unit": "second"}}})
    >>> config.column("wait_s").unit, config.sensitivity
    ('second', 'medium')
    """

    version: Annotated[int, AfterValidator(_this_version)] = VERSION
    dataset: Text = "dataset"
    reports: Text | None = None
    time: Text | None = None
    max_age: Duration | None = None
    key: Names = ()
    ignore: Names = ()
    sensitivity: Sensitivity = "medium"
    sample: Rows = 10_000
    target: Text | None = None
    rows: RowLimits | None = None
    columns: dict[str, ColumnConfig] = Field(default_factory=dict)

    _lines: Lines = PrivateAttr(default_factory=Lines)

    @property
    def most_age(self) -> timedelta | None:
        """How old the newest time may be when a batch is checked; None for any age."""
        return None if self.max_age is None else parse_duration(self.max_age)

    @property
    def file(self) -> str | None:
        """The file that the config was read from; None if from none."""
        return self._lines.file

    def line_of(self, path: Path) -> int | None:
        """Return the line, from 1, in which a key stands, None where the file does not have it.

        Parameters
        ----------
        path : tuple of str
            The keys that lead to it: ``("columns", "amount", "unit")``.
        """
        value: object = self
        for part in path:
            written = value.model_fields_set if isinstance(value, BaseModel) else value
            if not isinstance(written, set | Mapping) or part not in written:
                return None
            value = getattr(value, str(part)) if isinstance(value, BaseModel) else self.columns[str(part)]
        return self._lines.place(path).line

    def line_of_column(self, name: str) -> int | None:
        r"""Return the line of the entry that says most of a column: its own, or the last pattern's.

        Examples
        --------
        >>> from drift.config import parse_config
        >>> config = parse_config("columns:\n  a_*: {unit: cent}\n  b: {owner: sales}", "trips.yaml")
        >>> config.line_of_column("a_1"), config.line_of_column("b"), config.line_of_column("c")
        (2, 3, None)
        """
        entries = self.columns
        key = next((one for one in reversed(entries) if _matches(one, name)), None)
        key = name if name in entries else key
        return None if key is None else self.line_of(("columns", key))

    @property
    def budget(self) -> float:
        """The share of unchanged batches that may alarm, 0 to 1."""
        return SENSITIVITY_BUDGETS[self.sensitivity]

    def column(self, name: str) -> ColumnConfig:
        """Return what holds for the column `name`: its own keys over those of the patterns it matches.

        Patterns are those of `fnmatch`, with case: ``*`` any text, ``?`` one character, ``[ab]`` one of
        these. They add up key by key in the order of the file, a later one wins, and the keys under the
        exact name win over all. Without a match everything has its default.

        Examples
        --------
        >>> config = Config.from_dict(
        ...     {"columns": {"amount_eur": {"owner": "sales"}, "amount_*": {"unit": "cent", "owner": "data"}}}
        ... )
        >>> merged = config.column("amount_eur")
        >>> merged.unit, merged.owner
        ('cent', 'sales')
        """
        matching = [entry for key, entry in self.columns.items() if key != name and _matches(key, name)]
        if name in self.columns:
            matching.append(self.columns[name])
        written = {key: getattr(entry, key) for entry in matching for key in entry.model_fields_set}
        return ColumnConfig(**written)

    def to_dict(self) -> dict[str, object]:
        """Return the config as JSON values that `from_dict` reads.

        The order is always the same: keys as declared here, columns as in the file. Every key is there,
        except under `columns`, where a key that is not written must stay so: a default would win over a
        pattern.
        """
        values: dict[str, object] = self.model_dump(mode="json", exclude={"columns"})
        columns = {
            name: entry.model_dump(mode="json", exclude_unset=True) for name, entry in self.columns.items()
        }
        return values | {"columns": columns}

    @classmethod
    def from_dict(cls, values: object, *, source: Source | None = None) -> Self:
        """Return the config that `values` describe, as `to_dict` or a parsed file gives them.

        Parameters
        ----------
        values : mapping of str to object
            Keys and values as in a file; those left out have their default. Anything else is refused.
        source : Source, optional
            Where the values came from, for the words and line numbers of errors.

        Raises
        ------
        ConfigError
            A key is unknown or a value wrong; all problems are told at once.
        NotBuiltError
            A key is known, and this version does not have it.
        """
        source = source or Source()
        problems = list(source.problems)
        if not isinstance(values, Mapping):
            place = source.place(())
            problem = Problem(
                line=place.line,
                what="a config must be a mapping of keys to values",
                seen=noun(values),
                mend="write keys: version: 1",
            )
            refuse(source, [problem])
        try:
            config = cls.model_validate(dict(values))
        except ValidationError as error:
            found = error.errors(include_url=False)
            problems += [explain(one, _keys_beside(one["loc"]), source) for one in found]
        if problems:
            refuse(source, problems)
        config._lines = Lines(file=source.file, place=source.place)  # noqa: SLF001 - its own
        return config

    def digest(self) -> str:
        """Return ``sha256:`` and the hash of what the config says.

        The same on every machine, and whatever the order of keys, exact names or ignored columns; only
        the order of patterns counts, for it changes what the config says.
        """
        patterns = {key: entry for key, entry in self.columns.items() if PATTERN_SIGNS.intersection(key)}
        values = self.to_dict() | {"ignore": sorted(set(self.ignore)), "patterns": list(patterns)}
        text = json.dumps(values, sort_keys=True, separators=(",", ":"), allow_nan=False)
        return f"sha256:{hashlib.sha256(text.encode('ascii')).hexdigest()}"


def changed_fit_keys(fitted: Config, now: Config, columns: Iterable[str]) -> tuple[str, ...]:
    """Return the paths of the fit-time keys that `now` changes, as ``time`` or ``columns.amount.kind``.

    Parameters
    ----------
    fitted : Config
        What the reference was fitted with.
    now : Config
        What a check was given.
    columns : iterable of str
        The columns of the reference. What holds for each of them is compared, so rewriting a name as a
        pattern is no change, nor is anything said of columns that the reference does not have.
    """
    changed: list[Path] = [
        (key,) for key in FIT_KEYS if _as_set(getattr(fitted, key)) != _as_set(getattr(now, key))
    ]
    for name in columns:
        before, after = fitted.column(name), now.column(name)
        changed += [
            ("columns", name, key) for key in FIT_COLUMN_KEYS if getattr(before, key) != getattr(after, key)
        ]
    return tuple(path_text(path) for path in changed)


def _as_set(value: object) -> object:
    """Return names as a set, for their order says nothing; anything else as it is."""
    return frozenset(value) if isinstance(value, tuple) else value


def _matches(pattern: str, name: str) -> bool:
    return bool(PATTERN_SIGNS.intersection(pattern) and _matcher(pattern).match(name))


@functools.lru_cache(maxsize=MATCHERS_KEPT)
def _matcher(pattern: str) -> re.Pattern[str]:
    return re.compile(fnmatch.translate(pattern))


def _keys_beside(path: Path) -> Keys:
    """Return the keys that are known where the last one of `path` stands."""
    match path:
        case ("columns", _, _):
            prefix = "columns.*."
            planned = tuple(key.removeprefix(prefix) for key in NOT_BUILT_KEYS if key.startswith(prefix))
            return Keys(built=tuple(ColumnConfig.model_fields), planned=planned)
        case ("rows", _):
            return Keys(built=tuple(RowLimits.model_fields))
        case _:
            return Keys(
                built=tuple(Config.model_fields),
                planned=tuple(key for key in NOT_BUILT_KEYS if "." not in key),
                of_a_column=tuple(ColumnConfig.model_fields),
            )
