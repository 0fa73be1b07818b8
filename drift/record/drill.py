"""A drill: which faults a gate caught when copies of a healthy batch were broken on purpose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from drift.faults import BREAKERS
from drift.record.exit_code import BREACH, OK, UNDECIDED

if TYPE_CHECKING:
    from drift.judge.result import Verdict

SCHEMA_VERSION = 1
IN_ORDER = tuple(one.fault for one in BREAKERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One copy that was broken, and what the gate made of it.

    Attributes
    ----------
    fault, variant : str
        The way it was broken, as `drift.faults` has it.
    column : str or None
        The column that was broken; None where it was the batch.
    share : float
        The share of rows broken, 0 to 1.
    caught : bool
        Whether the column, or the batch, was in breach; a new column is caught by a warning.
    named : bool
        Whether the right fault was said, and no wrong one.
    said : tuple of str
        The faults that were named of it.
    """

    fault: str
    variant: str
    column: str | None
    share: float
    caught: bool
    named: bool
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """All attempts of one fault on one column.

    Attributes
    ----------
    fault, column : str, str or None
        Of what.
    tried, caught, named : int
        How many copies were broken, caught, and named right.
    smallest : float or None
        The smallest share of rows at which any way was caught; None where none was.
    missed : tuple of str
        The ways that were not caught: ``× 1000 of 1 %``.
    """

    fault: str
    column: str | None
    tried: int
    caught: int
    named: int
    smallest: float | None
    missed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """What a gate caught: see `drift.drill`.

    Attributes
    ----------
    drift_version, dataset, sensitivity : str
        Of what the gate is made.
    reference : str or None
        The reference's file.
    reference_digest : str
        Its content.
    sources : tuple of str
        The healthy data.
    rows, seed : int
        The rows that were broken, and what drew them.
    verdict : str
        What the gate says of the batch before it is broken.
    left_out : dict of str to str
        The columns that were not broken, each with the reason.
    attempts : tuple of Attempt
        All that was tried, in the order of the catalogue, column by column.

    Examples
    --------
    >>> import drift
    >>> import polars as pl
    >>> healthy = pl.DataFrame({"flag": [i % 3 == 0 for i in range(1000)]})
    >>> found = drift.drill(healthy, drift.fit(healthy))
    >>> frozen = found.table[0]
    >>> frozen.fault, frozen.column, frozen.tried, frozen.caught, frozen.smallest
    ('frozen', 'flag', 1, 1, 1.0)
    """

    drift_version: str
    dataset: str
    sensitivity: str
    reference: str | None
    reference_digest: str
    sources: tuple[str, ...]
    rows: int
    seed: int
    verdict: Verdict
    left_out: dict[str, str]
    attempts: tuple[Attempt, ...]

    @property
    def exit_code(self) -> int:
        """1 where the healthy batch itself is in breach, 3 where nothing could be tried, else 0."""
        if self.verdict == "breach":
            return BREACH
        return OK if self.attempts else UNDECIDED

    @property
    def caught(self) -> int:
        """How many copies were caught."""
        return sum(one.caught for one in self.attempts)

    @property
    def named(self) -> int:
        """How many copies were named right."""
        return sum(one.named for one in self.attempts)

    @property
    def table(self) -> tuple[Line, ...]:
        """A line for each fault and column, in the order in which they were tried."""
        groups: dict[tuple[str, str | None], list[Attempt]] = {}
        for one in self.attempts:
            groups.setdefault((one.fault, one.column), []).append(one)
        return tuple(line_of(group, column) for (_, column), group in groups.items())

    @property
    def by_fault(self) -> tuple[Line, ...]:
        """A line for each fault, all columns together, in the order of the catalogue."""
        groups: dict[str, list[Attempt]] = {}
        for one in self.attempts:
            groups.setdefault(one.fault, []).append(one)
        return tuple(line_of(groups[fault], None) for fault in dict.fromkeys(IN_ORDER) if fault in groups)

    def to_dict(self) -> dict[str, Any]:
        """Return the drill as JSON holds it."""
        return {
            "schema_version": SCHEMA_VERSION,
            "drift_version": self.drift_version,
            "dataset": self.dataset,
            "sensitivity": self.sensitivity,
            "reference": {"path": self.reference, "digest": self.reference_digest},
            "live": {"sources": list(self.sources), "rows": self.rows},
            "seed": self.seed,
            "verdict": self.verdict,
            "exit_code": self.exit_code,
            "counts": {"tried": len(self.attempts), "caught": self.caught, "named": self.named},
            "left_out": dict(self.left_out),
            "table": [
                {
                    "fault": line.fault,
                    "column": line.column,
                    "tried": line.tried,
                    "caught": line.caught,
                    "named": line.named,
                    "smallest_share_caught": line.smallest,
                }
                for line in self.table
            ],
            "attempts": [
                {
                    "fault": one.fault,
                    "variant": one.variant,
                    "column": one.column,
                    "share": one.share,
                    "caught": one.caught,
                    "named": one.named,
                    "said": list(one.said),
                }
                for one in self.attempts
            ],
        }


def line_of(group: list[Attempt], column: str | None) -> Line:
    """Return the line of some attempts of one fault, at least one."""
    return Line(
        fault=group[0].fault,
        column=column,
        tried=len(group),
        caught=sum(one.caught for one in group),
        named=sum(one.named for one in group),
        smallest=min((one.share for one in group if one.caught), default=None),
        missed=tuple(dict.fromkeys(f"{one.variant} of {one.share:.0%}" for one in group if not one.caught)),
    )
