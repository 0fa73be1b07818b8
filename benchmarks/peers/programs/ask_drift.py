"""drift: the columns in breach of a check at its defaults, and whether the batch is."""

from __future__ import annotations

from typing import Any

import drift
from benchmarks.peers.programs.asking import Told, answer


def ask(reference: tuple[str, str | None], live: tuple[str, str | None]) -> Told:
    """Return the columns in breach, each with its fault and the sentence that tells why."""
    path, time = reference
    run = drift.check(live[0], drift.fit(path, time=time), evidence=0)
    said = {
        column.name: " ".join(
            f"{finding.diagnosis.fault if finding.diagnosis else ''} {finding.why}"
            for finding in column.findings
        )
        for column in run.columns
        if column.verdict == "breach"
    }
    return Told(batch=run.verdict == "breach", columns=said)


def path_and_time(pair: dict[str, Any], path: str) -> tuple[str, str | None]:
    """Return the path, which drift reads itself, and the column that holds the rows' time."""
    return path, pair["time"]


answer(ask, path_and_time)
