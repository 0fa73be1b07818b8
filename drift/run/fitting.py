"""Fit: from training data to a reference."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from drift.config import Config, load_config
from drift.errors import NothingToLearnError
from drift.judge.reference import learn_reference
from drift.profile.store import content_digest
from drift.profile.table import Plan, profile_batches
from drift.run.batches import conformed
from drift.run.settings import require_age, require_columns, require_fitting, require_time
from drift.run.values import Reference, as_public
from drift.sources.schema import Contract
from drift.sources.source import open_source

if TYPE_CHECKING:
    from drift.run.settings import ConfigLike


def fit(
    data: object,
    *,
    config: ConfigLike | None = None,
    time: str | None = None,
    created_at: datetime | None = None,
) -> Reference:
    """Learn a reference from training data.

    Parameters
    ----------
    data : object
        A path or glob, several of them, a polars DataFrame or LazyFrame, a pandas DataFrame, or
        anything with ``__arrow_c_stream__``. It is read as a stream.
    config : Config, mapping or path, optional
        What a person decides about the data.
    time : str, optional
        The column that dates each row; overrides the config's.
    created_at : datetime, optional
        The time to note as that of fitting; now, if not given.

    Returns
    -------
    Reference
        A few kilobytes a column; the data is not needed again.

    Raises
    ------
    DriftError
        If the data or config cannot be read, or there is nothing to learn from.

    Examples
    --------
    >>> import drift
    >>> import polars as pl
    >>> train = pl.DataFrame({"seconds": [float(i % 97) for i in range(1000)]})
    >>> reference = drift.fit(train)
    >>> run = drift.check(train.with_columns(pl.col("seconds") * 1000), reference)
    >>> run.verdict, run["seconds"].diagnosis.parameters["factor"]
    ('breach', 1000.0)
    """
    settings = Config() if config is None else load_config(config)
    if time is not None:
        settings = settings.model_copy(update={"time": time})
    require_age(settings, "nothing was fitted")
    source = open_source(data)
    contract = Contract.learn(source.schema, source.time_formats)
    contract = Contract(columns=tuple(one for one in contract.columns if one.name not in settings.ignore))
    require_time(contract, settings, source)
    names = [column.name for column in contract.columns]
    require_columns(settings, names, ", ".join(source.names), "nothing was fitted")
    require_fitting(settings, contract, "nothing was fitted")
    plan = Plan(
        sample=settings.sample,
        pieces="calendar" if settings.time is not None else "random",
        time=settings.time,
    )
    profile = profile_batches(conformed(source, contract), plan)
    if not profile.rows:
        raise NothingToLearnError(
            f"{', '.join(source.names)}: no rows to learn from",
            mend="name the training data",
            state="nothing was fitted",
        )
    learned = learn_reference(
        replace(profile, shards=frozenset(source.shards)),
        contract,
        settings,
        created_at=created_at or datetime.now(UTC),
        digest=content_digest(profile),
    )
    return as_public(learned)
