"""What a check results in: measurements with their tolerance, findings, a verdict for each column."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    """

    check: str
    verdict: Verdict
    column: str | None
    statistic: str | None
    why: str
    diagnosis: Diagnosis | None
    evidence: Evidence | None = None


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
        """What happened, by the worst finding; None where nothing did."""
        return self.findings[0].diagnosis if self.findings else None

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
