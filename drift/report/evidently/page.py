"""Evidently's report of a run: its pictures of both samples, and drift's scores, verdicts and metrics.

Evidently writes its data into a script without escaping it, so that a value could end the script and begin
its own. In a page of ours it cannot.
"""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING, Any, Final

from evidently import Report
from evidently.presets import DataDriftPreset

from drift.errors import UsageError
from drift.report.evidently.frames import frames_of
from drift.report.evidently.metrics import metrics_of
from drift.report.evidently.scores import register_scores

if TYPE_CHECKING:
    from drift.record.record import Record

# Evidently's script of data, up to where its page's body names the same random identifier.
_DATA: Final = re.compile(
    r"<script>\s*var (?P<name>metric_[0-9a-f]{32}) = (?P<data>.*)</script>(?=\s*</head>\s*<body>\s*"
    r'<div id="root_(?P=name)">)',
    re.DOTALL,
)


def snapshot_of(record: Record) -> Any:  # noqa: ANN401 - evidently ships no types
    """Return Evidently's snapshot of a run.

    Raises
    ------
    UsageError
        If either side keeps no sample: `sample` is 0, or there are no rows.
    """
    if not all(side.sample.hashes.size for side in (record.reference_profile, record.live_profile)):
        raise UsageError(
            "Evidently needs rows, and this run keeps none",
            mend="fit and check with `sample` above 0 in the config, on a batch that has rows",
        )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of Evidently's own arithmetic, on one row or the largest floats
        return _snapshot(record)


def _snapshot(record: Record) -> Any:  # noqa: ANN401
    """Return the snapshot of a run whose sides both have rows."""
    frames = frames_of(record)
    parts = metrics_of(record)
    if frames.columns:  # Evidently raises where there are none
        scores = register_scores(record, frames.columns)
        parts.insert(
            1,
            DataDriftPreset(
                columns=list(frames.columns),
                per_column_method=scores.methods,
                per_column_threshold=scores.thresholds,
                drift_share=1 / len(frames.columns),  # one column in breach is a batch in breach
            ),
        )
    name = f"{record.dataset} {record.batch}: {record.verdict}"
    report = Report(parts, include_tests=True, metadata={"run": record.run_id, "verdict": record.verdict})
    return report.run(frames.live, frames.reference, timestamp=record.as_of, name=name)


def page_of(record: Record) -> str:
    """Return Evidently's page of a run.

    Raises
    ------
    UsageError
        If either side keeps no sample.
    """
    page: str = snapshot_of(record).get_html_str(as_iframe=False)
    return _harmless(page)


def _harmless(page: str) -> str:
    """Return the page with no `<` in its data, where only text has it."""
    found = _DATA.search(page)
    if found is None:
        msg = "Evidently's page has another form than the one that can be made safe"
        raise RuntimeError(msg)
    data = found["data"].replace("<", r"\u003c")
    return f"{page[: found.start('data')]}{data}{page[found.end('data') :]}"
