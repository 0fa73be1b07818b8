"""drift: the columns in breach of a check at its defaults."""

from __future__ import annotations

import drift
from benchmarks.peers.programs.asking import answer


def alarms(reference: str, live: str) -> list[str]:
    """Return the columns in breach."""
    run = drift.check(live, drift.fit(reference), evidence=0)
    return [column.name for column in run.columns if column.verdict == "breach"]


answer(alarms, str)
