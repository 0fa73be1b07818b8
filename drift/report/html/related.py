"""Relations as a table: which columns go together otherwise than in training, or why none were compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drift.diagnose.relation import CALLED
from drift.report import text
from drift.report.html import figures

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drift.judge.result import Verdict
    from drift.record.record import Record
    from drift.report.html.cards import Card


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedRow:
    """A relation as told: its columns, what it is told by, before and now; `card` tells it in full."""

    verdict: Verdict
    columns: tuple[str, ...]
    statistic: str
    before: str
    now: str
    card: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relations:
    """The relations that changed, and sentences on what was not compared."""

    rows: tuple[RelatedRow, ...]
    untold: tuple[tuple[text.Span, ...], ...]


def relations(record: Record, cards: Iterable[Card]) -> Relations:
    """Return what is known of relations; nothing where none changed."""
    of_pair = {card.names: card.identity for card in cards if card.row is None}
    rows = []
    for finding in record.findings:
        if finding.diagnosis is None or finding.diagnosis.fault != "relation":
            continue
        told = finding.diagnosis.parameters
        columns = tuple(text.label(str(name)) for name in told["columns"])
        rows.append(
            RelatedRow(
                verdict=finding.verdict,
                columns=columns,
                statistic=CALLED.get(told["statistic"], text.visible(str(told["statistic"]))),
                before=figures.number(told["from"]),
                now=figures.number(told["to"]),
                card=of_pair[columns],
            )
        )
    untold = (one.why for one in record.findings if one.check == "relations" and one.verdict == "skipped")
    return Relations(rows=tuple(rows), untold=tuple(text.spans(why) for why in untold))
