"""A blameless post-mortem as a draft in Markdown: what run and history know, and blanks for what people do.

No sentence of it names who is to blame: it asks what made the fault possible, and what would have told
it sooner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from drift.config.writing import column_key, scalar
from drift.judge.words import level_text
from drift.report.html.figures import moment, percent
from drift.report.markdown_text import code, prose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.diagnose.diagnosis import Diagnosis
    from drift.judge.result import ColumnResult, Finding
    from drift.record.record import Record
    from drift.record.trends import Episode, Trend, Trends

WHYS: Final = 5
_PURPOSE: Final = (
    "A draft. What was measured is filled in; what people know is left to fill in. It asks what made this"
    " possible, and never who did it."
)
MAX_OTHERS: Final = 10  # other columns that are named; the rest is counted


def render_postmortem(record: Record, column: ColumnResult, past: Trends | None = None) -> str:
    """Return the draft of a post-mortem of what a run found of a column, of at least one finding.

    Parameters
    ----------
    record : Record
        The run.
    column : ColumnResult
        What it found of the column.
    past : Trends, optional
        What past runs tell of the dataset.
    """
    trend = next((one for one in past.columns if one.name == column.name), None) if past else None
    blocks = [
        f"# Post-mortem: {code(column.name)} of {code(record.dataset)}, batch {code(record.batch)}",
        _PURPOSE,
        "## What happened",
        "\n".join(_facts(record, column)),
        "## Timeline",
        "\n".join(_timeline(record, column, past, trend)),
        "## What it concerned",
        "\n".join(_concerned(record, column)),
        "## What it was, and what else it could be",
        "\n".join(line for one in column.findings for line in _diagnosed(one)),
        "## Why it could happen",
        "\n".join(f"{place}. Why …? Because …" for place in range(1, WHYS + 1)),
        "## What is done about it",
        "\n".join(_actions(column, past, trend)),
        "## What would have told it sooner",
        "\n".join(_sooner(column)),
    ]
    return "\n\n".join(blocks) + "\n"


def _facts(record: Record, column: ColumnResult) -> Iterator[str]:
    for one in column.findings:
        yield f"- **{one.verdict}** {prose(one.why, column.name)}"
    yield (
        f"- {record.live.rows:,} rows of the batch were compared with {record.reference.rows:,} rows of"
        f" training; the pipeline was told exit code {record.exit_code}."
    )
    if column.owner is not None:
        yield f"- The owner of the column is {code(column.owner)}."
    yield "- Noticed by …, who was told by …, at …"


def _timeline(
    record: Record, column: ColumnResult, past: Trends | None, trend: Trend | None
) -> Iterator[str]:
    yield f"- {moment(record.reference.created_at)}: the reference was fitted"
    if past is not None and trend is not None:
        for place in past.reference_changes:
            yield f"- batch {code(past.runs[place].batch)}: compared with another reference than before"
        for one in trend.episodes:
            yield f"- {_episode(one, past)}"
        good = _last_good(trend, past)
        if good is not None:
            yield f"- batch {code(past.runs[good].batch)}: the last one as in training before this fault"
    else:
        since = column.findings[0].since
        if since is not None:
            yield f"- batch {code(since.batch)}: the first one that had it, {since.batches:,} so far"
        else:
            yield "- past runs are not known here: the first bad batch was …"
    yield f"- {moment(record.started_at)}: batch {code(record.batch)} was checked, run {code(record.run_id)}"
    yield "- … : the cause was found"
    yield "- … : the data was right again"


def _episode(one: Episode, past: Trends) -> str:
    first, last = code(past.runs[one.first].batch), code(past.runs[one.last].batch)
    when = f"batch {first}" if one.batches == 1 else f"batches {first} to {last}, {one.batches:,} of them"
    return f"{when}: {one.fault.replace('_', ' ')}{', still there' if one.ongoing else ''}"


def _last_good(trend: Trend, past: Trends) -> int | None:
    """Return the place of the last batch that was as training before the fault that is there now."""
    start = min((one.first for one in trend.episodes if one.ongoing), default=len(past.runs))
    return next((place for place in range(start - 1, -1, -1) if trend.verdicts[place] == "ok"), None)


def _concerned(record: Record, column: ColumnResult) -> Iterator[str]:
    shares = {
        None if one.segment is None else tuple(one.segment.items()): one.diagnosis.share
        for one in sorted(column.findings, key=lambda one: one.diagnosis.share or 0 if one.diagnosis else 0)
        if one.diagnosis and one.diagnosis.share
    }
    if None in shares:
        yield f"- about {_rows(shares.pop(None), record.live.rows)}"
    for level in record.segments:
        share = shares.get(tuple(level.segment.items()))
        if share is not None:
            ((name, value),) = level.segment.items()
            yield f"- where {code(name)} is {prose(level_text(value))}: about {_rows(share, level.live_rows)}"
    others = [one for one in record.worst_first if one.findings and one.name != column.name]
    if others:
        named = ", ".join(code(one.name) for one in others[:MAX_OTHERS])
        more = f" and {len(others) - MAX_OTHERS:,} more" if len(others) > MAX_OTHERS else ""
        yield f"- other columns with findings in this batch: {named}{more}"
    else:
        yield "- no other column has a finding in this batch"
    yield "- models and reports that read this column: …"
    yield "- decisions that were made with it: …"


def _rows(share: float, of: int) -> str:
    return f"{round(share * of):,} of {of:,} rows ({percent(share)})"


def _diagnosed(finding: Finding) -> Iterator[str]:
    diagnosis = finding.diagnosis
    if diagnosis is None:
        yield f"- `{finding.check}`: nothing in the catalogue explains it"
        return
    sure = (
        ""
        if diagnosis.explains is None
        else f"; undoing it removes {percent(diagnosis.explains)} of the distance"
    )
    yield f"- `{diagnosis.fault}`: {prose(diagnosis.story, finding.column)}{sure}"
    if diagnosis.runner_up is not None:
        rival = diagnosis.runner_up
        told = ", ".join(f"{name} {value}" for name, value in rival.parameters.items())
        yield f"- next best: `{rival.fault}` ({prose(told)}) would explain {percent(rival.explains)}"


def _actions(column: ColumnResult, past: Trends | None, trend: Trend | None) -> Iterator[str]:
    for advice in dict.fromkeys(one.advice for one in column.findings if one.advice):
        yield f"- [ ] {prose(advice, column.name)}"
    for one in column.findings:
        if one.diagnosis is not None and one.diagnosis.find is not None:
            yield f"- [ ] look at the rows: {code(one.diagnosis.find)}"
        if one.diagnosis is not None and one.diagnosis.undo is not None:
            yield f"- [ ] undo it in what was stored: {code(one.diagnosis.undo)}"
    if past is not None and trend is not None:
        bad = sum(one.batches for one in trend.episodes if one.ongoing)
        if bad > 1:
            yield f"- [ ] mend the {bad:,} batches that have it, and what was computed from them"
    yield "- [ ] … (who, until when)"


def _sooner(column: ColumnResult) -> Iterator[str]:
    """Yield a change of the config by which the fault would be told sooner, or more surely."""
    keys: dict[str, str] = {}
    for one in column.findings:
        if one.diagnosis is not None:
            keys |= _keys_for(one.diagnosis)
    if column.owner is None:
        keys["owner"] = '"…"'
    keys["importance"] = "1.0"
    yield "In the config: what the column is said to be, a larger part of the budget, and whom to ask."
    yield ""
    yield "```yaml"
    yield "columns:"
    yield f"  {column_key(column.name)}: {{{', '.join(f'{key}: {value}' for key, value in keys.items())}}}"
    yield "```"
    yield ""
    yield "Smaller batches, or more frequent ones, come sooner: `drift power` tells what each would catch."
    yield "A check where the data is made comes before all of them."


def _keys_for(diagnosis: Diagnosis) -> dict[str, str]:
    unit = diagnosis.parameters.get("from")
    if diagnosis.fault == "unit_change" and isinstance(unit, str):
        return {"unit": scalar(unit)}
    return {}
