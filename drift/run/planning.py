"""Power: the smallest change of each feature that a gate would catch, before any batch is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.config.duration import parse_duration
from drift.errors import UsageError
from drift.judge.power import columns_power
from drift.judge.reference import Reference as LearnedReference
from drift.judge.reference_file import load_reference
from drift.record.power import Power
from drift.record.version import drift_version
from drift.run.settings import settings_of

if TYPE_CHECKING:
    from os import PathLike

    from drift.run.settings import ConfigLike

NOTHING_TOLD = "nothing was worked out"
_SECONDS_AN_HOUR = 3600


def power(
    reference: LearnedReference | str | PathLike[str],
    rows: int,
    *,
    config: ConfigLike | None = None,
    span: str | None = None,
) -> Power:
    """Tell the smallest change of each feature that this gate would catch, in batches of so many rows.

    Parameters
    ----------
    reference : Reference or path
        What batches are compared with.
    rows : int
        Rows of a batch, at least 1.
    config : Config, mapping or path, optional
        As in `check`.
    span : str, optional
        The time that a batch spans, as ``"1d"``: which tolerance holds; the shortest learned, if not given.

    Returns
    -------
    Power
        Of each column the smallest shift, share of rows in another unit, points of nulls and of levels of
        which 95 % of the batches would be in breach; and how often unchanged ones are.

    Raises
    ------
    DriftError
        If the reference or config cannot be read, or there are no rows.

    Examples
    --------
    >>> import drift
    >>> import polars as pl
    >>> reference = drift.fit(pl.DataFrame({"wait_s": [float(i % 97) for i in range(10_000)]}))
    >>> plan = drift.power(reference, 1_000)
    >>> plan.budget, plan["wait_s"].changes["nulls"].statistic, plan["wait_s"].changes["nulls"].size < 0.05
    (0.001, 'null_share', True)
    """
    if rows < 1:
        raise UsageError(
            f"a batch of {rows:,} rows catches nothing", mend="`--rows 1` or more", state=NOTHING_TOLD
        )
    if not isinstance(reference, LearnedReference):
        reference = load_reference(str(reference))
    settings = settings_of(reference, config)
    hours = None if span is None else _hours(span)
    return Power(
        drift_version=drift_version(),
        dataset=settings.dataset,
        sensitivity=settings.sensitivity,
        reference=reference.path,
        reference_digest=reference.digest,
        rows=rows,
        span_hours=hours,
        budget=settings.budget,
        columns=columns_power(reference, settings, rows, hours),
    )


def _hours(span: str) -> float:
    try:
        return parse_duration(span).total_seconds() / _SECONDS_AN_HOUR
    except ValueError as error:
        raise UsageError(
            f"`{span}` is no span of time", mend="write it as 1d, 12h or 1w", state=NOTHING_TOLD
        ) from error
