"""The past batches that `fit` learns movement from: those of the history that were found to be in order.

A column of a batch teaches where its run says ok, or warns of movement, or was in breach by movement that a
person accepted. A batch in breach, or with a fault that is no movement (another unit, say), teaches nothing
of that column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from drift.errors import ConfigError
from drift.judge.past_movement import PastBatch
from drift.record.history import History

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.config import Config
    from drift.profile.table import Profile
    from drift.record.history import PastRun

MOVEMENT: Final = frozenset(
    {"shift", "spread", "shape", "missing_values", "new_category", "lost_category", "outliers"}
)  # faults that may be a feature's own movement; the others are always wrong
_MICROSECONDS_AN_HOUR: Final = 3_600_000_000


def past_batches(settings: Config, profile: Profile, state: str) -> Iterator[PastBatch]:
    """Yield the batches of the config's history that came after the training data, in order of time.

    Those that the training data holds already are left out, as far as its time column tells, and so are
    those whose profile was pruned.

    Raises
    ------
    ConfigError
        If the config names no history.
    InputNotFoundError, InputUnreadableError, FileDamagedError, FileIncompatibleError
        If it cannot be read.
    """
    if settings.history is None:
        raise ConfigError(
            "the config names no history to learn from",
            mend="add `history: FILE` to the config, or leave `--history` out",
            state=state,
        )
    return _after(History(settings.history), settings, profile)


def _after(history: History, settings: Config, profile: Profile) -> Iterator[PastBatch]:
    newest = _ends(profile, settings.time)[1]
    for run in history.runs(settings.dataset):
        columns = frozenset(_in_order(run))
        batch = history.profile_if_kept(run.dataset, run.batch) if columns else None
        if batch is None:
            continue
        first, last = _ends(batch, settings.time)
        if newest is not None and first is not None and first <= newest:
            continue
        span = None if first is None or last is None else (last - first) / _MICROSECONDS_AN_HOUR
        yield PastBatch(profile=batch, columns=columns, span_hours=span)


def _in_order(run: PastRun) -> Iterator[str]:
    """Yield the columns of a run that teach."""
    for name, column in run.columns.items():
        if column.verdict in {"ok", "warning"} and MOVEMENT.issuperset(column.faults):
            yield name


def _ends(profile: Profile, time: str | None) -> tuple[int | None, int | None]:
    """Return the first and last time of a profile, in microseconds; None where it has none."""
    column = profile.columns.get(time or "")
    if column is None or column.family != "time":
        return None, None
    return column.time.lowest, column.time.highest
