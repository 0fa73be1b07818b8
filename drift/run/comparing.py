"""Compare: fit and check in one go, of which nothing is kept but the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.run.asked import EVIDENCE_ROWS
from drift.run.checking import check
from drift.run.fitting import fit
from drift.sources.options import READ_ALL, ReadOptions

if TYPE_CHECKING:
    from datetime import datetime

    from drift.config import AcceptedLike
    from drift.record.exit_code import FailOn, Undecided
    from drift.run.settings import ConfigLike
    from drift.run.values import Run


def compare(  # noqa: PLR0913 - one for each option of the command
    train: object,
    live: object,
    *,
    config: ConfigLike | None = None,
    time: str | None = None,
    batch: str | None = None,
    as_of: datetime | str | None = None,
    fail_on: FailOn = "breach",
    undecided: Undecided = "fail",
    options: ReadOptions = READ_ALL,
    started_at: datetime | None = None,
    evidence: int = EVIDENCE_ROWS,
    accepted: AcceptedLike | None = None,
) -> Run:
    """Compare a live batch with training data: `fit` and `check` in one go.

    Parameters
    ----------
    train, live : object
        Both sides, in any form that `fit` takes.
    config : Config, mapping or path, optional
        What a person decides about the data.
    time : str, optional
        The column that dates each row; overrides the config's.
    options : ReadOptions
        How both sides are read; a window chooses rows of the live batch alone.
    batch, as_of, fail_on, undecided, started_at, evidence, accepted
        As in `check`.

    Returns
    -------
    Run
        A verdict for every column, and for the batch.

    Raises
    ------
    DriftError
        If the data or config cannot be read, or there is nothing to learn from.

    Examples
    --------
    >>> import drift
    >>> import polars as pl
    >>> train = pl.DataFrame({"seconds": [float(i % 97) for i in range(1000)]})
    >>> drift.compare(train, train * 1000)["seconds"].diagnosis.parameters["factor"]
    1000.0
    """
    reference = fit(train, config=config, time=time, options=options.unwindowed(), created_at=started_at)
    return check(
        live,
        reference,
        batch=batch,
        as_of=as_of,
        fail_on=fail_on,
        undecided=undecided,
        options=options,
        started_at=started_at,
        evidence=evidence,
        remember=False,  # nothing is stored
        accepted=accepted,
    )
