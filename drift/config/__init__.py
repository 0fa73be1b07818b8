"""What a person decides about a dataset: a config file, read strictly and told back in full.

`model` says what a config holds, `reading` turns a file's text into one, and `problems` words what is
wrong with it. Whether a column, a unit or a path of a config exists is for those to say who have the
data, pint and the disk. pydantic and yaml are at home here and nowhere else.
"""

from __future__ import annotations

from drift.config.accepted import SOON, Acceptance, Accepted
from drift.config.accepting import AcceptedLike, load_accepted, parse_accepted, with_added
from drift.config.column import ColumnConfig
from drift.config.fitting import FIT_COLUMN_KEYS, FIT_KEYS, changed_fit_keys
from drift.config.model import Config
from drift.config.reading import load_config, parse_config
from drift.config.values import SENSITIVITY_BUDGETS, Kind, RowLimits, Sensitivity

__all__ = [
    "FIT_COLUMN_KEYS",
    "FIT_KEYS",
    "SENSITIVITY_BUDGETS",
    "SOON",
    "Acceptance",
    "Accepted",
    "AcceptedLike",
    "ColumnConfig",
    "Config",
    "Kind",
    "RowLimits",
    "Sensitivity",
    "changed_fit_keys",
    "load_accepted",
    "load_config",
    "parse_accepted",
    "parse_config",
    "with_added",
]
