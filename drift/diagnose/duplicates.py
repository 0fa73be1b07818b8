"""Duplicates: keys, or whole rows, repeat more than they did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from drift.diagnose.diagnosis import Diagnosis

if TYPE_CHECKING:
    from drift.profile.distinct import Distinct


NAMED: Final = 3  # new columns, by name; the rest is counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeats:
    """What a sketch tells of how keys repeat.

    Attributes
    ----------
    keys, repeated : int
        The distinct keys that were looked at, and those of them that more than one row has.
    copies : float
        The share of rows that are copies: beyond the first of their key, 0 to 1.
    exact : bool
        Whether all keys were looked at, not a sample.
    """

    keys: int
    repeated: int
    copies: float
    exact: bool

    @property
    def share(self) -> float:
        """The share of the keys that repeat, 0 to 1."""
        return self.repeated / self.keys if self.keys else 0.0


def repeats_of(sketch: Distinct) -> Repeats:
    """Return what a sketch tells."""
    rows, keys = int(sketch.counts.sum()), sketch.hashes.size
    return Repeats(
        keys=keys,
        repeated=int((sketch.counts > 1).sum()),
        copies=(rows - keys) / rows if rows else 0.0,
        exact=sketch.complete,
    )


def diagnose_duplicates(
    before: Repeats, now: Repeats, key: tuple[str, ...], aside: tuple[str, ...] = ()
) -> Diagnosis:
    """Return the diagnosis of keys, of whole rows where there is no key, that repeat more than they did.

    `aside` are new columns, in which copies may differ.
    """
    what = f"{'a key' if len(key) == 1 else 'keys'} ({', '.join(f'`{name}`' for name in key)})" if key else ""
    rows = _counted(now, "key" if key else "row")
    story = (
        f"has {what or 'whole rows'} more than once{_but_for(aside)}: {rows}, and "
        f"{now.copies:.3%} of the rows are copies; in training {_counted(before, 'key' if key else 'row')}"
    )
    return Diagnosis(
        fault="duplicate_rows",
        story=story,
        advice="Ask whether rows were sent or joined twice.",
        parameters={
            "share": round(now.copies, 6),
            "from": round(before.copies, 6),
            "keys": now.repeated,
            "of": now.keys,
            "exact": now.exact,
        },
        share=round(now.copies, 6),
    )


def _but_for(aside: tuple[str, ...]) -> str:
    if not aside:
        return ""
    named = ", ".join(f"`{name}`" for name in aside[:NAMED])
    more = f" and {len(aside) - NAMED} more" if len(aside) > NAMED else ""
    return f", but for {named}{more}, which {'is' if len(aside) == 1 else 'are'} new"


def _counted(repeats: Repeats, what: str) -> str:
    looked = f"{repeats.keys:,} {'' if repeats.exact else 'sampled '}{what}s"
    many = f"{repeats.repeated:,}" if repeats.repeated else "none"
    return f"{many} of {looked} {'repeats' if repeats.repeated <= 1 else 'repeat'}"
