"""What a check results in: measurements with their tolerance, findings, a verdict for each column."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from drift.judge.advice import UNEXPLAINED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from drift.compare.statistic import Measurement
    from drift.diagnose.diagnosis import Diagnosis
    from drift.profile.kind import KindName

Verdict = Literal["breach", "warning", "ok", "undecided", "skipped"]

# The worst first: a column's verdict is its worst finding's.
VERDICTS: tuple[Verdict, ...] = ("breach", "warning", "undecided", "ok", "skipped")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A measurement and the tolerance it was judged by; None where it decides nothing."""

    measurement: Measurement
    tolerance: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Rows of the batch that show a finding: columns of the key, and the faulty one only.

    Attributes
    ----------
    rows : tuple of dict
        Each a row, by column.
    note : str or None
        Where they come from, if not from all rows; or why there are none.
    """

    rows: tuple[dict[str, Any], ...]
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedBy:
    """What a person decided about a finding.

    Attributes
    ----------
    by, reason : str
        Who decided, and why it is expected.
    until : date
        The last day on which the decision holds.
    decided : date or None
        The day of the decision.
    run : str or None
        The run whose finding was accepted.
    statistic, up_to : str or None, float or None
        What the bound is of, and how far it may be beyond what chance explains; None for any distance.
    value : float or None
        What the bound was held against.
    ended : str or None
        Why the decision does not hold here: "expired", or "exceeded" its bound; None where it holds.
    """

    by: str
    reason: str
    until: date
    decided: date | None = None
    run: str | None = None
    statistic: str | None = None
    up_to: float | None = None
    value: float | None = None
    ended: Literal["expired", "exceeded"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """Since when a finding is there: the first of the batches that have it, up to this one.

    `batch` is its name and `as_of` the time that it stands for; `batches` counts them, this one included.
    """

    batch: str
    as_of: datetime
    batches: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that is not as it was.

    Attributes
    ----------
    check : str
        Which question found it.
    verdict : str
        "breach" or "warning"; "skipped" where a check of the batch could not be made.
    column : str or None
        The column; None for the batch as a whole.
    statistic : str or None
        The measurement that decided, where one did.
    why : str
        One sentence that a person understands, with the numbers.
    diagnosis : Diagnosis or None
        What happened; None where nothing in the catalogue explains it.
    evidence : Evidence or None
        Rows that show it; None where none were looked for.
    accepted, lapsed : AcceptedBy or None
        The decision by which it is a warning, and one that covers it no more.
    since : Since or None
        Since which batch it is there; None without a history.
    segment : dict or None
        The level of a segment column that it is of; None for all rows.
    measurement : Judged or None
        The measurement that decided, where the column's measurements do not have it: of a segment's
        finding, and of what was measured once another fault was undone.
    """

    check: str
    verdict: Verdict
    column: str | None
    statistic: str | None
    why: str
    diagnosis: Diagnosis | None
    evidence: Evidence | None = None
    accepted: AcceptedBy | None = None
    lapsed: AcceptedBy | None = None
    since: Since | None = None
    segment: Mapping[str, str | float | bool | None] | None = None
    measurement: Judged | None = None

    @property
    def advice(self) -> str | None:
        """What to do about it, in a sentence; None where nobody can say."""
        return self.diagnosis.advice if self.diagnosis is not None else UNEXPLAINED.get(self.statistic or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentResult:
    """How one level of a segment column was judged.

    Attributes
    ----------
    segment : dict
        The level by its column; a column with null and `skipped` stands for all of its levels.
    reference_rows, live_rows : int
        Its rows on both sides.
    verdict : str
        The worst of its columns'; "undecided" where none could be judged.
    reason : str or None
        Why nothing could be told, or not of all columns.
    counts : dict of str to int
        How many columns have each verdict there.
    """

    segment: Mapping[str, str | float | bool | None]
    reference_rows: int
    live_rows: int
    verdict: Verdict
    reason: str | None
    counts: Mapping[Verdict, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnResult:
    """One column's verdict and all that led to it."""

    name: str
    kind: KindName
    kind_reason: str
    reference_dtype: str | None
    live_dtype: str | None
    verdict: Verdict
    reason: str | None
    measurements: tuple[Judged, ...] = ()
    findings: tuple[Finding, ...] = field(default=())
    importance: float = 0.5
    owner: str | None = None

    @property
    def diagnosis(self) -> Diagnosis | None:
        """What happened, by the worst finding that tells; None where none does."""
        return next((one.diagnosis for one in self.findings if one.diagnosis is not None), None)

    @property
    def decisive(self) -> Judged | None:
        """The measurement that its worst finding rests on; None where there is none, or it rests on none."""
        if not self.findings:
            return None
        worst_one = self.findings[0]
        if worst_one.segment is not None or worst_one.measurement is not None:
            return worst_one.measurement
        of = (one for one in self.measurements if one.measurement.statistic == worst_one.statistic)
        return next(of, None)

    @property
    def live_name(self) -> str:
        """The name that the batch has for it, another one where it was renamed."""
        if self.diagnosis is not None and self.diagnosis.fault == "renamed_column":
            return str(self.diagnosis.parameters["to"])
        return self.name


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the worst of some verdicts; "ok" of none."""
    return min(verdicts, key=VERDICTS.index, default="ok")


def batch_verdict(columns: Iterable[Verdict], findings: Iterable[Verdict]) -> Verdict:
    """Return the verdict of a batch: breach over warning over ok, undecided only where nothing was judged."""
    of_columns, all_verdicts = set(columns), set()
    all_verdicts = of_columns | set(findings)
    for verdict in ("breach", "warning"):
        if verdict in all_verdicts:
            return verdict
    return "ok" if "ok" in of_columns else "undecided"
