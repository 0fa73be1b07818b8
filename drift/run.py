"""The whole way, from rows to a run: the one module that sees every layer.

`fit` learns a reference from training data, `check` compares a live batch with it. What a command can
do, these can.
"""

from __future__ import annotations

import fnmatch
import hashlib
import itertools
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from drift.config import Config, changed_fit_keys, load_config
from drift.errors import ColumnNotFoundError, ConfigError, DriftError, NothingToLearnError
from drift.files import write_whole
from drift.judge.judge import judge_columns
from drift.judge.live import Live
from drift.judge.reference import Reference as LearnedReference
from drift.judge.reference import learn_reference
from drift.judge.reference_file import load_reference, save_reference
from drift.judge.result import batch_verdict
from drift.judge.rows import row_count_finding
from drift.profile.store import content_digest
from drift.profile.table import Plan, profile_batches
from drift.record.document import to_document
from drift.record.exit_code import FailOn, Undecided, exit_code
from drift.record.record import LiveInfo, Record, ReferenceInfo
from drift.record.run_file import load_run, save_run
from drift.record.version import drift_version
from drift.sources.conform import Reading, conform
from drift.sources.schema import Contract
from drift.sources.source import Batch, open_source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from os import PathLike

    from drift.sources.source import Source

    ConfigLike = Config | Mapping[str, object] | str | PathLike[str]

# What each family of types can be told to be.
_KINDS_OF = {
    "number": ("number", "category", "identifier", "time"),
    "text": ("category", "text", "identifier"),
    "boolean": ("boolean",),
    "time": ("time",),
    "nested": ("nested",),
    "unknown": ("unknown",),
}

_RUN_ID_DIGITS = 8
_NAMES_TOLD = 20  # of a table's columns, in a message


class Reference(LearnedReference):
    """What training data teaches, once: see `fit`."""

    __slots__ = ()

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Reference:
        """Return the reference that a file holds.

        Raises
        ------
        InputNotFoundError, InputUnreadableError, FileDamagedError, FileIncompatibleError
            If there is no such file, it may not be read, has a changed byte, or is something else.
        """
        return _as_public(load_reference(str(path)))

    def save(self, path: str | PathLike[str]) -> None:
        """Write the reference as one file, whole or not at all."""
        save_reference(self, str(path))


class DriftBreach(Exception):  # noqa: N818 - named by the contract with users
    """A batch is in breach of its reference; `run` says how."""

    def __init__(self, run: Run) -> None:
        self.run = run
        super().__init__(f"{len(run.breaches)} of {len(run.columns)} columns in breach: {headline(run)}")


class Run(Record):
    """One check of one batch: see `check` and, for its values, `drift.record.record.Record`."""

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Run:
        """Return a saved run."""
        return cls(**_fields(load_run(str(path))))

    def save(self, path: str | PathLike[str]) -> None:
        """Write the run as one file, from which every report can be drawn again."""
        save_run(self, str(path))

    def to_dict(self) -> dict[str, Any]:
        """Return the run as JSON holds it."""
        return to_document(self)

    def to_html(self) -> str:
        """Return the report: one page that loads nothing."""
        from drift.report.html import render_html  # noqa: PLC0415 - jinja2 is loaded only for a report

        return render_html(self)

    def to_evidently(self) -> Any:  # noqa: ANN401 - evidently ships no types
        """Return Evidently's drift report on the samples of both sides, as its snapshot.

        Raises
        ------
        UsageError
            If either side keeps no sample.
        """
        from drift.report.evidently import evidently_snapshot  # noqa: PLC0415 - seconds to import

        return evidently_snapshot(self)

    def raise_for_breach(self) -> None:
        """Raise `DriftBreach` if the batch is in breach."""
        if self.verdict == "breach":
            raise DriftBreach(self)

    def _repr_html_(self) -> str:
        """Return the report for a notebook, in a frame of its own so that no style leaks."""
        from drift.report.html import render_frame  # noqa: PLC0415

        return render_frame(self)


def headline(run: Record) -> str:
    """Return the worst finding in a sentence; the verdict where there is none."""
    for column in run.worst_first:
        if column.findings:
            return column.findings[0].why
    return f"the verdict is {run.verdict}"


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
    >>> import polars as pl
    >>> train = pl.DataFrame({"seconds": [float(i % 97) for i in range(1000)]})
    >>> reference = fit(train)
    >>> run = check(train.with_columns(pl.col("seconds") * 1000), reference)
    >>> run.verdict, run["seconds"].diagnosis.parameters["factor"]
    ('breach', 1000.0)
    """
    settings = Config() if config is None else load_config(config)
    if time is not None:
        settings = settings.model_copy(update={"time": time})
    source = open_source(data)
    contract = Contract.learn(source.schema, source.time_formats)
    contract = Contract(columns=tuple(one for one in contract.columns if one.name not in settings.ignore))
    _require_time(contract, settings, source)
    names = [column.name for column in contract.columns]
    _require_columns(settings, names, ", ".join(source.names), "nothing was fitted")
    _require_fitting(settings, contract, "nothing was fitted")
    plan = Plan(
        sample=settings.sample,
        pieces="calendar" if settings.time is not None else "random",
        time=settings.time,
    )
    profile = profile_batches(_conformed(source, contract), plan)
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
    return _as_public(learned)


def check(
    live: object,
    reference: LearnedReference | str | PathLike[str],
    *,
    config: ConfigLike | None = None,
    batch: str | None = None,
    fail_on: FailOn = "breach",
    undecided: Undecided = "fail",
    started_at: datetime | None = None,
) -> Run:
    """Compare a live batch with a reference.

    Parameters
    ----------
    live : object
        The batch, in any form that `fit` takes.
    reference : Reference or path
        What to compare it with.
    config : Config, mapping or path, optional
        Changes what judging uses; a key that counts when fitting must be as it was.
    batch : str, optional
        The batch's name; its date, if not given.
    fail_on : {"breach", "warning", "never"}
        From which verdict on the exit code is 1.
    undecided : {"fail", "pass"}
        Whether a batch of which nothing could be told has exit code 3 or 0.
    started_at : datetime, optional
        The time to note as that of the check; now, if not given.

    Returns
    -------
    Run
        A verdict for every column, and for the batch.

    Raises
    ------
    DriftError
        If the data, reference or config cannot be read.
    """
    if not isinstance(reference, LearnedReference):
        reference = load_reference(str(reference))
    settings = settings_of(reference, config)
    began = started_at or datetime.now(UTC)
    found = _read_live(live, reference, settings)
    columns = judge_columns(reference, found, settings)
    findings = tuple(
        finding
        for finding in (
            row_count_finding(found.profile.rows, settings),
            *(finding for column in columns for finding in column.findings if finding.check == "schema"),
        )
        if finding is not None
        and (finding.diagnosis is None or finding.diagnosis.fault in _TOLD_OF_THE_BATCH)
    )
    verdict = batch_verdict([one.verdict for one in columns], [one.verdict for one in findings])
    digest = hashlib.sha256(f"{found.digest} {reference.digest} {settings.digest()}".encode()).hexdigest()
    return Run(
        run_id=f"{began.astimezone(UTC):%Y%m%dT%H%M%SZ}-{digest[:_RUN_ID_DIGITS]}",
        drift_version=drift_version(),
        dataset=settings.dataset,
        batch=batch or f"{began.astimezone(UTC):%Y-%m-%d}",
        as_of=began,
        started_at=began,
        sensitivity=settings.sensitivity,
        config_digest=settings.digest(),
        verdict=verdict,
        exit_code=exit_code(verdict, fail_on=fail_on, undecided=undecided),
        reference=ReferenceInfo(
            path=reference.path,
            rows=reference.profile.rows,
            created_at=reference.created_at,
            digest=reference.digest,
        ),
        live=LiveInfo(sources=found.names, rows=found.profile.rows, digest=found.digest),
        columns=columns,
        findings=findings,
        reference_profile=reference.profile,
        live_profile=found.profile,
    )


def write_html(run: Run, path: str | PathLike[str]) -> None:
    """Write a run's report, whole or not at all."""
    write_whole(str(path), run.to_html())


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPaths:
    """Where a run and its report are left."""

    run: str
    html: str


def report_paths(
    run: Run, reference: LearnedReference, config: ConfigLike | None = None
) -> ReportPaths | None:
    """Return where the config wants the run and its report, by run id; None where it wants neither."""
    folder = settings_of(reference, config).reports
    if folder is None:
        return None
    stem = str(Path(folder) / run.run_id)
    return ReportPaths(run=f"{stem}.drift", html=f"{stem}.html")


def settings_of(reference: LearnedReference, config: ConfigLike | None) -> Config:
    """Return what a check is judged by: the config given, or the one that the reference was fitted with.

    Raises
    ------
    ConfigError
        If a key that counts when fitting is not as it was.
    """
    if config is None:
        return reference.config
    settings = load_config(config)
    changed = changed_fit_keys(reference.config, settings, reference.profile.columns)
    if changed:
        raise ConfigError(
            f"the config changes what counts when fitting: {', '.join(changed)}",
            mend="fit again with this config, or leave these keys as they were",
            state="nothing was checked",
        )
    return settings


_TOLD_OF_THE_BATCH = {"missing_column", "new_column", "row_count"}


def _read_live(live: object, reference: LearnedReference, settings: Config) -> Live:
    source = open_source(live, contract=reference.contract)
    if settings is not reference.config:
        names = list(dict.fromkeys([*reference.profile.columns, *source.schema]))
        _require_columns(settings, names, "the reference and the batch", "nothing was checked")
        _require_fitting(settings, reference.contract, "nothing was checked")
    ignored = [name for name in source.schema if name in settings.ignore]
    readings: dict[str, Reading] = {}
    plan = Plan(sample=settings.sample)
    profile = profile_batches(_conformed(source, reference.contract, readings, ignored), plan)
    schema = {name: dtype for name, dtype in source.schema.items() if name not in ignored}
    return Live(
        profile=profile,
        dtypes={name: str(dtype) for name, dtype in schema.items()},
        failures=reference.contract.failures(schema),
        readings=tuple(readings.values()),
        names=source.names,
        digest=content_digest(profile),
    )


def _conformed(
    source: Source,
    contract: Contract,
    readings: dict[str, Reading] | None = None,
    ignored: list[str] | None = None,
) -> Iterator[pl.DataFrame]:
    """Yield the batches by the contract's types, and add up in `readings` what it took to read them.

    Without `readings` the contract's columns alone are wanted.
    """
    named = {column.name for column in contract.columns}
    for batch in itertools.chain(source.batches(), [_without_rows(source)]):
        frame, found = conform(batch, contract)
        if readings is None:
            yield _only(frame, [name for name in frame.columns if name in named])
            continue
        yield _only(frame, [name for name in frame.columns if name not in (ignored or ())])
        for reading in found:
            before = readings.get(reading.column)
            readings[reading.column] = _both(before, reading) if before else reading


def _only(frame: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """Return some columns; `select` would read names such as ``*`` and ``^a$`` as patterns."""
    return pl.DataFrame({name: frame.get_column(name) for name in names})


def _without_rows(source: Source) -> Batch:
    """Return the columns of a source alone, so that those of a batch without rows are seen to be there."""
    return Batch(frame=pl.DataFrame(schema=source.schema), native_text=source.native_text)


def _both(one: Reading, other: Reading) -> Reading:
    """Return the reading of two batches: the form of the one that strayed further, ties by name."""
    strayed = max(one, other, key=lambda reading: (reading.reformed + reading.unreadable, reading.form))
    return replace(
        strayed,
        rows=one.rows + other.rows,
        unreadable=one.unreadable + other.unreadable,
        reformed=one.reformed + other.reformed,
    )


def _require_time(contract: Contract, settings: Config, source: Source) -> None:
    """Refuse a time column that the data does not have, or that holds no times."""
    if settings.time is None or settings.time in settings.ignore:
        return
    column = contract.column(settings.time)
    if column is None:
        names = [column.name for column in contract.columns]
        raise _no_column(", ".join(source.names), "time", settings.time, names, "nothing was fitted")
    if column.family != "time":
        raise ConfigError(
            f"the time column `{settings.time}` holds no times",
            seen=f"its type is {column.dtype}",
            mend="name a column of dates or times, or convert this one first",
            state="nothing was fitted",
        )


def _require_columns(settings: Config, names: list[str], where: str, state: str) -> None:
    """Refuse a config that says something of a column that there is not: it would say it of nothing."""
    for name in settings.columns:
        there = name in names or any(fnmatch.fnmatchcase(one, name) for one in names)
        if not there and name != settings.target and name not in settings.ignore:
            raise _no_column(where, "columns", name, names, state)


def _require_fitting(settings: Config, contract: Contract, state: str) -> None:
    """Refuse a kind that a column's type cannot be, and a unit that is none."""
    for column in contract.columns:
        told = settings.column(column.name)
        if told.kind is not None and told.kind not in _KINDS_OF[column.family]:
            raise ConfigError(
                f"`columns.{column.name}.kind`: a column of type {column.dtype} is no {told.kind}",
                mend=f"one of {', '.join(_KINDS_OF[column.family])}, or leave it out",
                state=state,
            )
        if told.unit is not None:
            from drift.diagnose.conversions import canonical  # noqa: PLC0415 - pint takes 0.3 s to import

            canonical(told.unit)


def _no_column(where: str, key: str, name: str, names: list[str], state: str) -> ColumnNotFoundError:
    return ColumnNotFoundError(
        f"{where}: no column `{name}`, which `{key}` names",
        seen=", ".join(names[:_NAMES_TOLD]) + (" …" if len(names) > _NAMES_TOLD else ""),
        mend=_closest(name, names),
        state=state,
    )


def _closest(name: str, names: list[str]) -> str:
    import difflib  # noqa: PLC0415 - only for this message

    near = difflib.get_close_matches(name, names, n=1)
    return f"did you mean `{near[0]}`?" if near else "name a column that is there, or take it out"


def _as_public(reference: LearnedReference) -> Reference:
    return Reference(**_fields(reference))


def _fields(value: Any) -> dict[str, Any]:  # noqa: ANN401 - a dataclass of either kind
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


__all__ = ["DriftBreach", "DriftError", "Reference", "Run", "check", "drift_version", "fit", "headline"]
