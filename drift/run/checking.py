"""Check: from a live batch and a reference to a run. What judges is loaded while rows are read."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from drift.judge.live import Live
from drift.judge.reference import Reference as LearnedReference
from drift.judge.reference_file import load_reference
from drift.profile.segments import named_levels
from drift.profile.store import content_digest
from drift.run.asked import EVIDENCE_ROWS, Asked
from drift.run.counting import left_aside, recounted
from drift.run.decisions import decisions_for
from drift.run.reading import ignored_types, read_table, settled_by
from drift.run.schemas import watch_for
from drift.run.settings import hold_to_both_sides, require_age, settings_of
from drift.run.stored import as_live, profiles_in
from drift.sources.moments import moment_of
from drift.sources.options import READ_ALL, ReadOptions
from drift.sources.schema import dtype_name
from drift.sources.source import open_source
from drift.sources.tally import settle

if TYPE_CHECKING:
    from os import PathLike

    from drift.config import AcceptedLike, Config
    from drift.profile.profiled import Profiled
    from drift.record.exit_code import FailOn, Undecided
    from drift.run.remembering import Past
    from drift.run.settings import ConfigLike
    from drift.run.values import Run
    from drift.sources.user_schema import Watch


def check(  # noqa: PLR0913 - each choice that a check leaves
    live: object,
    reference: LearnedReference | str | PathLike[str],
    *,
    config: ConfigLike | None = None,
    schema: object = None,
    batch: str | None = None,
    as_of: datetime | str | None = None,
    fail_on: FailOn = "breach",
    undecided: Undecided = "fail",
    options: ReadOptions = READ_ALL,
    started_at: datetime | None = None,
    evidence: int = EVIDENCE_ROWS,
    remember: bool = True,
    accepted: AcceptedLike | None = None,
) -> Run:
    """Compare a live batch with a reference.

    Parameters
    ----------
    live : object
        The batch, in any form that `fit` takes. A profile gives the verdicts that its rows would.
    reference : Reference or path
        What to compare it with.
    config : Config, mapping or path, optional
        Changes what judging uses; a key that counts when fitting must be as it was.
    schema : str, DataFrameModel or DataFrameSchema, optional
        A pandera schema of your own that the rows have to keep; overrides the config's.
    batch : str, optional
        The batch's name; its date, if not given.
    as_of : datetime or str, optional
        The time that the batch stands for, in ISO 8601 where it is text, in UTC where it has no zone:
        what `max_age` is counted back from. `started_at`, if not given.
    fail_on : {"breach", "warning", "never"}
        From which verdict on the exit code is 1.
    undecided : {"fail", "pass"}
        Whether a batch of which nothing could be told has exit code 3 or 0.
    options : ReadOptions
        How the batch is read. Columns that it leaves out are skipped.
    started_at : datetime, optional
        The time to note as that of the check; now, if not given.
    evidence : int
        The most rows of the batch that are shown for each finding, of the key's columns and the faulty
        one only; 0 shows none. The data is read again for them, where it can be.
    remember : bool
        Whether to look back at the config's `history`, and to write the run there.
    accepted : Accepted, sequence of Acceptance or path, optional
        What people `accept`, in place of the file that the config names; ``()`` for nothing.

    Returns
    -------
    Run
        A verdict for every column, and for the batch.

    Raises
    ------
    DriftError
        If the data, the reference, the config or what people accepted cannot be read, or the history cannot
        be read or written.

    Examples
    --------
    >>> import drift
    >>> import polars as pl
    >>> train = pl.DataFrame({"wait_s": [float(i % 97) for i in range(1000)]})
    >>> reference = drift.fit(train)
    >>> drift.check(train.reverse(), reference).verdict
    'ok'
    >>> print(drift.check(train * 1000, reference)["wait_s"].diagnosis.story)
    all rows look multiplied by 1,000 (second → millisecond)
    """
    if not isinstance(reference, LearnedReference):
        reference = load_reference(str(reference))
    settings = settings_of(reference, config)
    began = started_at or datetime.now(UTC)
    moment = began if as_of is None else moment_of(as_of)
    name = batch or f"{moment.astimezone(UTC):%Y-%m-%d}"
    past = _recalled(settings, name, moment) if remember else None
    decisions = decisions_for(settings, accepted)
    watch = watch_for(settings, schema)
    options = options.placed(settings.time, moment)
    with ThreadPoolExecutor(1) as beside:
        if options.memory is None:
            beside.submit(_prepare, reference, settings)
        found = _read_live(live, reference, settings, moment, options, watch)
    asked = Asked(
        batch=name,
        as_of=moment,
        started_at=began,
        fail_on=fail_on,
        undecided=undecided,
        options=options,
        evidence=evidence,
        remember=remember and settings.history is not None,
        decisions=decisions,
    )

    from drift.run.judging import judged_run  # noqa: PLC0415 - see `_prepare`

    return judged_run(live, found, reference, settings, asked, watch=watch, past=past)


def _recalled(settings: Config, batch: str, as_of: datetime) -> Past | None:
    """Return what the config's history tells of the batches before; None without one."""
    if settings.history is None:
        return None
    from drift.run.remembering import recall  # noqa: PLC0415 - most checks need it not

    return recall(settings, batch=batch, as_of=as_of)


def _prepare(reference: LearnedReference, settings: Config) -> None:
    """Load what judges, and have it learn of training what no batch changes, while rows are read.

    Reading waits for the disk and its workers for each other, so this takes time that nobody else uses. What
    goes wrong here goes wrong again where it is needed, and is told there.
    """
    from drift.judge.learned_relations import learn_relations  # noqa: PLC0415 - reading need not wait for it
    from drift.run import judging  # noqa: F401, PLC0415 - as above

    learn_relations(reference, settings)


def _read_live(
    live: object,
    reference: LearnedReference,
    settings: Config,
    as_of: datetime,
    options: ReadOptions,
    watch: Watch | None,
) -> Live:
    require_age(settings, "nothing was checked")
    partial: dict[str, str] = {}
    by_all = False
    table = profiles_in(live, options)
    profiled = table is not None
    if table is None:
        source = open_source(live, contract=reference.contract, options=options)
        hold_to_both_sides(settings, reference, [*source.schema, *source.left_out])
        partial = {name: f"{len(lack)} of {len(source.files)} files" for name, lack in source.partial.items()}
        table = read_table(
            source,
            settings,
            settled=settled_by(reference),
            named=named_levels(reference.profile.segments),
            pieces=False,
            watch=watch,
        )
    else:
        hold_to_both_sides(settings, reference, table.schema)
        own_types = table.settled is None or table.settled.digest != reference.digest
        recount = recounted(table, settings, reference.contract) if own_types else table
        by_all = recount is None
        table = as_live(recount or table, reference, settings)
    schema = {name: dtype for name, dtype in table.schema.items() if name not in settings.ignore}
    return Live(
        profile=table.profile,
        dtypes={name: dtype_name(dtype) for name, dtype in schema.items()},
        failures=reference.contract.failures(schema),
        readings=settle(table.readings),
        names=table.names,
        ignored=ignored_types(table, settings),
        digest=content_digest(table.profile),
        as_of=as_of,
        partial=partial,
        profiled=profiled,
        window=table.window,
        aside=() if by_all else left_aside(table, settings, reference.contract),
        left_out=_left_out(reference, table, options),
        unread=tuple(name for name in table.left_out if name not in reference.profile.columns),
    )


def _left_out(reference: LearnedReference, table: Profiled, options: ReadOptions) -> frozenset[str]:
    """Return the columns of the reference that the check, or the profile, was not asked for."""
    known = frozenset(reference.profile.columns)
    return known - frozenset(options.columns or known) | known & frozenset(table.left_out)
