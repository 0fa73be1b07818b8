"""A proposal as the YAML of a config: what it says, and as comments why, and what it could not tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.config.writing import column_key, comment, entry, scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.propose.proposal import ColumnProposal, Proposal


def render(proposal: Proposal) -> str:
    """Return the text of the config file."""
    return "".join(f"{line}\n" for line in _lines(proposal))


def _lines(proposal: Proposal) -> Iterator[str]:
    yield comment(
        f"Proposed by `drift init` for {proposal.source}: "
        f"{proposal.rows:,} rows, {len(proposal.columns):,} columns."
    )
    yield comment(
        "Guesses from names and values, each with its reason: read them, correct them, keep the file."
    )
    yield "version: 1"
    yield f"dataset: {scalar(proposal.dataset)}"
    yield "reports: reports            # every check leaves its run and its report here"
    yield "# history: history.db       # with it, checks tell since when, and see slow slides"
    yield ""
    yield from _time(proposal)
    yield ""
    yield from _key(proposal)
    if proposal.target is not None:
        yield ""
        yield comment(
            "The name says that a model predicts it. Known to differ live, it would be no breach; if so:"
        )
        yield comment(f"target: {scalar(proposal.target)}")
    ignored = [one for one in proposal.columns if one.ignored is not None]
    if ignored:
        yield ""
        yield "ignore:"
        for one in ignored:
            yield f"  - {scalar(one.name)}  {comment(one.ignored or '')}"
    shown = [one for one in proposal.columns if one.ignored is None and _is_told(one)]
    if not shown:
        return
    yield ""
    proposed = [one for one in shown if _keys(one)]
    yield "columns:" if proposed else comment("columns:")
    for one in shown:
        yield from _column(one)


def _time(proposal: Proposal) -> Iterator[str]:
    if proposal.time is None:
        yield comment("No column was found that dates the rows. With one, the reference learns how much each")
        yield comment("column moves by itself: time: NAME")
        return
    yield f"time: {scalar(proposal.time.name)}  {comment(proposal.time.why)}"


def _key(proposal: Proposal) -> Iterator[str]:
    if proposal.key is None:
        yield comment(
            "No columns were found that name a row by design, so equal rows are duplicates: key: [NAME]"
        )
        return
    names = ", ".join(scalar(name) for name in proposal.key.names)
    yield f"key: [{names}]  {comment(f'unique in all {proposal.rows:,} rows: {proposal.key.why}')}"


def _is_told(one: ColumnProposal) -> bool:
    """Return whether there is something to say of a column."""
    return bool(_keys(one)) or one.unit is not None or one.note is not None


def _keys(one: ColumnProposal) -> str:
    """Return the keys that are proposed for a column, as YAML has them between braces."""
    parts = []
    if one.kind is not None:
        parts.append(f"kind: {one.kind.kind}")
    if one.unit is not None and one.unit.unit is not None and one.kind is None:
        parts.append(f"unit: {one.unit.unit}")
    if one.sensitive is not None:
        parts.append("sensitive: true")
    return ", ".join(parts)


def _column(one: ColumnProposal) -> Iterator[str]:
    reasons = [one.values]
    if one.kind is not None:
        reasons.append(one.kind.why)
    elif one.unit is not None:
        reasons.append(one.unit.why)
    if one.sensitive is not None:
        reasons.append(one.sensitive)
    if one.note is not None:
        reasons.append(one.note)
    why = "; ".join(reasons)
    keys = _keys(one)
    if keys:
        yield f"  {entry(column_key(one.name), '{' + keys + '}')}  {comment(why)}"
    else:
        yield f"  {comment(f'{scalar(one.name)}: {why}')}"
