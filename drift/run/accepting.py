"""Accept: a person's decision that a finding of a run is expected, written to a file that is reviewed."""

from __future__ import annotations

import difflib
import getpass
import math
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from drift.config import Acceptance, with_added
from drift.config.accepted import DEFAULT_FILE
from drift.config.reading import read_text
from drift.diagnose.types import UNREADABLE
from drift.errors import ColumnNotFoundError, UsageError
from drift.files import write_whole
from drift.judge.checks import CHECK_OF
from drift.judge.waivers import SHARE, is_of_own_schema, measured_for_bound
from drift.record.document import finding_document

if TYPE_CHECKING:
    from os import PathLike

    from drift.judge.result import Finding, Judged
    from drift.record.record import Record

HEADROOM: Final = 1.5  # of what was measured: how much further it may go before it is told again
_DIGITS: Final = 2  # of a bound that was not given
_NOTHING: Final = "nothing was accepted"


def accept(  # noqa: PLR0913 - what a decision consists of
    run: Record,
    *,
    column: str | None = None,
    until: date | str,
    reason: str,
    by: str | None = None,
    check: str | None = None,
    up_to: float | None = None,
    file: str | PathLike[str] | None = DEFAULT_FILE,
    decided: date | None = None,
) -> tuple[Acceptance, ...]:
    """Decide that what a run found of a column is expected, up to a bound and until a day.

    Parameters
    ----------
    run : Run
        The run.
    column : str, optional
        The column; the findings of the batch as a whole (rows, keys), if not given.
    until : date or str
        The last day on which it holds, by the time that batches stand for.
    reason : str
        Why it is expected.
    by : str, optional
        Who decides; the user that runs this, if not given.
    check : str, optional
        Only what this check found.
    up_to : float, optional
        How far the distance, beyond what chance explains, may be; half more than in the run, if not given.
    file : path or None
        Where to write it: added at the end. None: nowhere.
    decided : date, optional
        The day of the decision; today, if not given.

    Returns
    -------
    tuple of Acceptance
        A decision for each finding.

    Raises
    ------
    ColumnNotFoundError, UsageError
        If the run has no such column, or found nothing there.
    ConfigError
        If the file is there and nothing can be added to it.

    Examples
    --------
    >>> import drift
    >>> import polars as pl
    >>> train = pl.DataFrame({"wait_s": [float(i % 97) for i in range(1000)]})
    >>> reference = drift.fit(train)
    >>> run = drift.check(train * 1000, reference)
    >>> decisions = drift.accept(
    ...     run, column="wait_s", until="2099-12-31", reason="new meters", by="Ana", file=None
    ... )
    >>> drift.check(train * 1000, reference, accepted=decisions).verdict
    'warning'
    >>> drift.check(train * 60, reference, accepted=decisions).verdict
    'breach'
    """
    last = _day(until)
    if last < run.as_of.astimezone(UTC).date():
        raise UsageError(
            "a decision must not be over before it holds",
            seen=f"until {last}, and the batch stands for {run.as_of:%Y-%m-%d}",
            mend="name a later day",
            state=_NOTHING,
        )
    words = {"reason": reason.strip(), "by": (by or "").strip() or user()}
    for name, said in words.items():
        if not said:
            raise UsageError(f"a decision needs `{name}`", mend=f"say it: --{name} TEXT", state=_NOTHING)
    measurements = run[column].measurements if column is not None and _has(run, column) else ()
    found = tuple(
        _acceptance(run, one, measurements, up_to).model_copy(
            update={**words, "until": last, "decided": decided or datetime.now(UTC).date()}
        )
        for one in _findings(run, column, check)
    )
    if file is not None:
        path = Path(file)
        text = read_text(path, "decisions") if path.exists() else None
        write_whole(path, with_added(text, found, str(path)))
    return found


def _findings(run: Record, column: str | None, check: str | None) -> tuple[Finding, ...]:
    if column is not None and not _has(run, column):
        names = [one.name for one in run.columns]
        near = difflib.get_close_matches(column, names, n=1)
        raise ColumnNotFoundError(
            f"the run has no column `{column}`",
            mend=f"did you mean `{near[0]}`?" if near else "name a column that it has",
            state=_NOTHING,
        )
    there = (
        run[column].findings if column is not None else [one for one in run.findings if one.column is None]
    )
    found = tuple(one for one in there if check in {None, one.check} and one.verdict != "skipped")
    if found and all(is_of_own_schema(one) for one in found):
        raise UsageError(
            "what your own schema finds is not accepted here",
            seen=found[0].why,
            mend="change the schema, where others can review it",
            state=_NOTHING,
        )
    found = tuple(one for one in found if not is_of_own_schema(one))
    if not found:
        where = "the batch as a whole" if column is None else f"`{column}`"
        others = sorted({one.name for one in run.columns if one.findings})
        checks = ", ".join(sorted({one.check for one in there}))
        raise UsageError(
            f"the run has no finding of {where}" + (f" by the check `{check}`" if check and there else ""),
            seen=f"findings by {checks}"
            if there
            else f"findings of {', '.join(others[:5])}"
            if others
            else None,
            mend="name what is to be accepted" if there or others else "there is nothing to accept",
            state=_NOTHING,
        )
    return found


def _acceptance(
    run: Record, finding: Finding, measurements: tuple[Judged, ...], up_to: float | None
) -> Acceptance:
    """Return a decision about a finding, without who, why and until when."""
    diagnosis = finding.diagnosis
    statistic = finding.statistic or _sized_by(finding)
    bound = up_to
    value = measured_for_bound(finding, measurements, statistic) if statistic else None
    if value is None:
        statistic = None
        if up_to is not None:
            raise UsageError(
                f"nothing that `--up-to` could bound was measured of `{finding.check}`",
                mend="leave it out",
                state=_NOTHING,
            )
    elif bound is None:
        bound = _with_headroom(value)
        if statistic == UNREADABLE:  # a value that cannot be read is a missing one, of which some may be
            bound = max(bound, CHECK_OF["null_share"].floor)
    elif value > bound:
        raise UsageError(
            "the bound is below what it is to accept",
            seen=f"up to {bound:g}, and `{finding.check}` is {value:.4g} beyond chance",
            mend="name a larger bound",
            state=_NOTHING,
        )
    document = finding_document(finding)
    return Acceptance(
        dataset=run.dataset,
        column=finding.column,
        check=finding.check,
        fault=diagnosis.fault if diagnosis else None,
        parameters=document["diagnosis"]["parameters"] if diagnosis else {},
        segment=document["segment"],
        statistic=statistic,
        up_to=bound,
        by="-",
        reason="-",
        until=run.as_of.date(),
        run=run.run_id,
    )


def _sized_by(finding: Finding) -> str | None:
    """Return which share tells how large a finding is that no statistic measured; None where none does."""
    told = finding.diagnosis
    if told is None:
        return None
    if told.fault == "type_change" and UNREADABLE in told.parameters:
        return UNREADABLE
    return SHARE if told.fault == "duplicate_rows" else None


def _with_headroom(value: float) -> float:
    """Return half more than a value in few digits, rounded up; a share stays one.

    Examples
    --------
    >>> _with_headroom(0.2011), _with_headroom(0.97), _with_headroom(0.0)
    (0.31, 1.0, 0.0)
    """
    if value <= 0:
        return 0.0
    raised = value * HEADROOM
    scale = 10.0 ** (_DIGITS - 1 - math.floor(math.log10(raised)))
    bound = math.ceil(raised * scale) / scale
    return min(bound, 1.0) if value <= 1 else bound


def _has(run: Record, column: str) -> bool:
    return any(one.name == column for one in run.columns)


def _day(given: date | str) -> date:
    if isinstance(given, datetime):
        return given.date()
    if isinstance(given, date):
        return given
    try:
        return date.fromisoformat(given.strip())
    except ValueError as error:
        raise UsageError(
            "`--until` must be a day", seen=f"{given!r}", mend="write it so: 2027-03-31", state=_NOTHING
        ) from error


def user() -> str:
    """Return who runs this, as the system names them; nothing where it does not."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a user without a name, as containers have them
        return ""
