"""A promotion: which live batches were added to what a reference had learned, by whom, when and why.

A reference keeps all of its promotions, so that it tells what it is made of: training, and these.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A breach that a person accepted, of a batch that was promoted.

    `column` is None for what was found of the batch as a whole, `fault` where nothing explained it.
    """

    column: str | None
    check: str
    fault: str | None
    by: str
    reason: str
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotedBatch:
    """A batch that became part of a reference: its run, its rows, and what was accepted of it.

    `digest` is that of the profile of all its rows, by which the same batch is known again.
    """

    run_id: str
    batch: str
    as_of: datetime
    rows: int
    digest: str
    sources: tuple[str, ...]
    accepted: tuple[Expected, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """Batches that were added at once.

    Attributes
    ----------
    at : datetime
        When, in UTC.
    by : str
        Who did it.
    reason : str or None
        Why, where that was said.
    digest, rows : str, int
        Of the reference that they were added to.
    batches : tuple of PromotedBatch
        In the order of the time that they stand for.
    """

    at: datetime
    by: str
    reason: str | None
    digest: str
    rows: int
    batches: tuple[PromotedBatch, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON holds it; `from_dict` gives it back."""
        return {
            "at": self.at.isoformat(),
            "by": self.by,
            "reason": self.reason,
            "added_to": {"digest": self.digest, "rows": self.rows},
            "batches": [_batch(one) for one in self.batches],
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Promotion:
        """Return the promotion that `to_dict` wrote.

        Raises
        ------
        KeyError, TypeError, ValueError
            If it is not of that form.
        """
        return cls(
            at=datetime.fromisoformat(stored["at"]),
            by=stored["by"],
            reason=stored["reason"],
            digest=stored["added_to"]["digest"],
            rows=stored["added_to"]["rows"],
            batches=tuple(_of_batch(one) for one in stored["batches"]),
        )


def _batch(batch: PromotedBatch) -> dict[str, Any]:
    return {
        "run_id": batch.run_id,
        "batch": batch.batch,
        "as_of": batch.as_of.isoformat(),
        "rows": batch.rows,
        "digest": batch.digest,
        "sources": list(batch.sources),
        "accepted": [
            {
                "column": one.column,
                "check": one.check,
                "fault": one.fault,
                "by": one.by,
                "reason": one.reason,
                "until": one.until.isoformat(),
            }
            for one in batch.accepted
        ],
    }


def _of_batch(stored: Mapping[str, Any]) -> PromotedBatch:
    return PromotedBatch(
        run_id=stored["run_id"],
        batch=stored["batch"],
        as_of=datetime.fromisoformat(stored["as_of"]),
        rows=stored["rows"],
        digest=stored["digest"],
        sources=tuple(stored["sources"]),
        accepted=tuple(
            Expected(**{**one, "until": date.fromisoformat(one["until"])}) for one in stored["accepted"]
        ),
    )
