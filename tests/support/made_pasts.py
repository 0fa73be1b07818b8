"""Years of past runs made by hand, for no test has the time to check so many batches."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from drift.record.history.past import PastColumn, PastRun

if TYPE_CHECKING:
    from drift.judge.result import Verdict

START = datetime(2024, 1, 1, tzinfo=UTC)


def past_column(
    verdict: Verdict = "ok", value: float = 0.01, faults: tuple[str, ...] = (), accepted: tuple[str, ...] = ()
) -> PastColumn:
    """Return a column of a past run."""
    return PastColumn(
        verdict=verdict,
        statistic="ks",
        value=value,
        margin=0.01,
        tolerance=0.02,
        faults=faults,
        scores={},
        accepted=accepted,
    )


def past_run(day: int, columns: dict[str, PastColumn], *, reference: str = "sha256:aa") -> PastRun:
    """Return a past run of a day, counted from `START`."""
    moment = START + timedelta(days=day)
    verdicts: list[Verdict] = [column.verdict for column in columns.values()]
    return PastRun(
        dataset="trips",
        batch=f"{moment:%Y-%m-%d}",
        run_id=f"{moment:%Y%m%dT%H%M%SZ}-01234567",
        drift_version="0.1.0",
        as_of=moment,
        started_at=moment,
        verdict="breach" if "breach" in verdicts else "ok",
        exit_code=0,
        rows=10_000 + day % 7 * 100,
        reference_digest=reference,
        config_digest="sha256:cc",
        faults=(),
        columns=columns,
    )


def years(days: int, columns: int) -> tuple[PastRun, ...]:
    """Return daily runs of some columns: each moves with the year, some have faults for a while."""
    runs = []
    for day in range(days):
        told = {}
        for place in range(columns):
            broken = place % 9 == 0 and (day + 31 * place) % 400 < 12
            broken = broken or (place < 3 and day > days - 4 * (place + 1))
            value = (
                0.012 + 0.008 * math.sin(day / 58 + place) + (0.3 if broken else 0) + day * place % 13 / 3000
            )
            known = broken and place % 2 == 0
            told[f"feature_{place:03}"] = past_column(
                "warning" if known and place > 8 else "breach" if broken else "ok",
                value,
                ("unit_change" if place % 18 == 0 else "shift",) if broken else (),
                ("shift",) if known and place > 8 else (),
            )
        runs.append(past_run(day, told, reference=f"sha256:{day // 500}"))
    return tuple(runs)
