"""Findings of texts and identifiers: how they are built, how long they are, how often they repeat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.compare.patterns import CAME, MIX
from drift.diagnose.cut_texts import diagnose_cut_texts
from drift.diagnose.format_change import diagnose_format
from drift.judge.case import verdict_of, weighed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.judge.case import Case
    from drift.judge.result import Finding, Judged

BUILT = (CAME, MIX, "length_ks")  # any of them alone is a reason to ask what happened


def text_findings(case: Case, changed: dict[str, Judged]) -> Iterator[Finding]:
    """Yield one finding for another form, or for patterns and lengths that moved, and one for all else."""
    built = [changed.pop(statistic) for statistic in BUILT if statistic in changed]
    if built:
        main = next((one for one in built if verdict_of(one) == "breach"), built[0])
        another, cut = diagnose_format(case.before, case.now), None
        lengths = next((one for one in built if one.measurement.statistic == "length_ks"), None)
        # Texts that are cut have other forms, too; codes of another form have another length.
        if lengths is not None and (another is None or case.kind == "text"):
            cut = diagnose_cut_texts(case.before, case.now, case.name)
        if lengths is not None and cut is not None:
            main, another = lengths, cut
        elif another is not None and another.share is not None:  # it tells of new forms: their number
            main = next((one for one in built if one.measurement.statistic == CAME), main)
        yield weighed(case, changed_one=main.measurement, diagnosis=another)
    for judgement in changed.values():
        yield weighed(case, changed_one=judgement.measurement, diagnosis=None)
