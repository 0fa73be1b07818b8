"""What a config holds: frozen values, each key's default and limits, and what a column's keys add up to.

A config is complete when it stands: what a file leaves out has its default, and all of it is kept with
the reference. Some keys shape what is computed at `fit`; the others only what is made of it at `check`:
`fitting` says which.
"""

from __future__ import annotations

import fnmatch
import functools
import hashlib
import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, Self

from pydantic import BaseModel, Field, PrivateAttr, ValidationError

from drift.config.accepted import DEFAULT_FILE
from drift.config.column import ColumnConfig
from drift.config.duration import parse_duration
from drift.config.lines import Lines
from drift.config.problems import Keys, Path, Problem, Source, explain, noun, refuse
from drift.config.subject import Subject
from drift.config.values import (
    SENSITIVITY_BUDGETS,
    Duration,
    Method,
    Names,
    RowLimits,
    Rows,
    Sensitivity,
    Text,
)

if TYPE_CHECKING:
    from datetime import timedelta

PATTERN_SIGNS: Final = frozenset("*?[")
MATCHERS_KEPT: Final = 4096  # compiled patterns; `fnmatch` keeps 256 and is slow where a config has more


class Config(Subject):
    """All that a person decides about a dataset; ``Config()`` is what holds where no file is given.

    What each key means stands with it. The order of `columns` is that of the file, which `column` needs:
    what stores a config must not sort it.

    Examples
    --------
    >>> config = Config.from_dict({"dataset": "trips", "columns": {"wait_*": {"unit": "second"}}})
    >>> config.column("wait_s").unit, config.sensitivity
    ('second', 'medium')
    """

    reports: Text | None = Field(
        default=None,
        description="The directory in which every check leaves its run and its HTML. `null`: none are left.",
    )
    history: Text | None = Field(
        default=None,
        description=(
            "The file that remembers the runs of past batches, which checks look back at and write to."
            " `null`: none is read or written."
        ),
    )
    accepted: Text | None = Field(
        default=DEFAULT_FILE,
        description=(
            "The file of findings that people [accepted](accept.md), read by checks where it is there."
            " `null`: none is read."
        ),
    )
    time: Text | None = Field(
        default=None,
        description=(
            "The time column. The reference is cut along it to learn how much each feature moves by itself."
        ),
    )
    max_age: Duration | None = Field(
        default=None,
        description=(
            "How old the newest time of the `time` column may be at `--as-of`: `36h`, `2d`, `90m`, `1d "
            "12h`. Older is `stale`; later than `--as-of` by more than five minutes is `future`."
        ),
    )
    key: Names = Field(
        default=(),
        description=(
            "The columns that together name a row. Rows of one key are duplicates; without a key, equal"
            " rows are."
        ),
    )
    weight: Text | None = Field(
        default=None,
        description=(
            "The column with the weights of training rows, where they were not drawn as live ones are: "
            "each row counts as if it stood there so many times. Not compared."
        ),
    )
    ignore: Names = Field(
        default=(),
        description="Names of columns that are not looked at. Names only, no patterns.",
    )
    segments: Names = Field(
        default=(),
        description=(
            "Columns of levels, such as a city: every other column is checked in each level, too; see"
            " [segments](segments.md)."
        ),
    )
    sensitivity: Sensitivity = Field(
        default="medium",
        description="How many unchanged batches may alarm: `low` 0.01 %, `medium` 0.1 %, `high` 1 %.",
    )
    method: Method = Field(
        default="drift",
        description=(
            "How verdicts are reached: `drift` as documented, `evidently` as Evidently's defaults have"
            " them, see [evidently.md](evidently.md#its-verdicts)."
        ),
    )
    together: bool = Field(
        default=False,
        description=(
            "`true`: a classifier looks for what only several columns at once show; see"
            " [relations](relations.md#many-columns-at-once). Takes a second or more of each check."
        ),
    )
    sample: Rows = Field(
        default=10_000,
        description="Rows kept for evidence; `0` keeps none.",
    )
    target: Text | None = Field(
        default=None,
        description=(
            "The column that is known to differ or to be missing live. Its changes are reported, and "
            "never a breach."
        ),
    )
    rows: RowLimits | None = Field(
        default=None,
        description="How many rows a batch may have: `min`, `max` or both.",
    )
    columns: dict[str, ColumnConfig] = Field(
        default_factory=dict,
        description="What holds for columns, by name or pattern: see below.",
    )

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


def _matches(pattern: str, name: str) -> bool:
    return bool(PATTERN_SIGNS.intersection(pattern) and _matcher(pattern).match(name))


@functools.lru_cache(maxsize=MATCHERS_KEPT)
def _matcher(pattern: str) -> re.Pattern[str]:
    return re.compile(fnmatch.translate(pattern))


def _keys_beside(path: Path) -> Keys:
    """Return the keys that are known where the last one of `path` stands."""
    match path:
        case ("columns", _, _):
            return Keys(here=tuple(ColumnConfig.model_fields))
        case ("rows", _):
            return Keys(here=tuple(RowLimits.model_fields))
        case _:
            return Keys(
                here=tuple(Config.model_fields),
                of_a_column=tuple(ColumnConfig.model_fields),
            )
