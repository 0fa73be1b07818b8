"""Findings of texts and identifiers: how they are built, how long they are, how often they repeat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.compare.garbled import NAME as GARBLED
from drift.compare.patterns import CAME, MIX
from drift.diagnose.cut_texts import diagnose_cut_texts
from drift.diagnose.format_change import diagnose_format
from drift.diagnose.garbled import diagnose_garbled
from drift.judge.case import verdict_of, weighed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.diagnose.diagnosis import Diagnosis
    from drift.judge.case import Case
    from drift.judge.result import Finding, Judged

BUILT = (CAME, MIX, "length_ks")  # any of them alone is a reason to ask what happened


def text_findings(case: Case, changed: dict[str, Judged]) -> Iterator[Finding]:
    """Yield one finding for what happened to how texts are built, and one for all else."""
    built = {name: changed.pop(name) for name in (GARBLED, *BUILT) if name in changed}
    if built:
        one, diagnosis = _happened(case, built)
        yield weighed(case, changed_one=one.measurement, diagnosis=diagnosis)
    for judgement in changed.values():
        yield weighed(case, changed_one=judgement.measurement, diagnosis=None)


def _happened(case: Case, built: dict[str, Judged]) -> tuple[Judged, Diagnosis | None]:
    """Return what happened, and the number that shows it: texts are cut, garbled or in another form.

    What is cut may end in white space, or lack its last mark; and either has another form and length.
    """
    another = diagnose_format(case.before, case.now) if built.keys() & set(BUILT) else None
    lengths = built.get("length_ks")
    # Texts that are cut have other forms, too; codes of another form have another length.
    if lengths is not None and (another is None or case.kind == "text"):
        cut = diagnose_cut_texts(case.before, case.now, case.name)
        if cut is not None:
            return lengths, cut
    garbled = built.pop(GARBLED, None)
    breaches = [one for one in built.values() if verdict_of(one) == "breach"]
    if garbled is not None and (verdict_of(garbled) == "breach" or not breaches):
        return garbled, diagnose_garbled(case.before, case.now, garbled.measurement)
    main = next(iter(breaches), next(iter(built.values())))
    if another is not None and another.share is not None:  # it tells of new forms: their number
        main = built.get(CAME, main)
    return main, another
