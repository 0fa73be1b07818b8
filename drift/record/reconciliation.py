"""What came in and what came out, by key: what is missing, what is extra, and what came otherwise often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from drift.record.exit_code import BREACH, OK

if TYPE_CHECKING:
    from drift.log import Account

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two tables.

    Attributes
    ----------
    name : str
        How the user named it.
    rows : int
        Of the table.
    keys : int
        Different ones.
    repeated_keys : int
        Keys of more than one row.
    without_key : int
        Rows whose key is null; nothing can be said of them.
    log : Account or None
        What a feature log says of its own losses, where the table is one.
    """

    name: str
    rows: int
    keys: int
    repeated_keys: int
    without_key: int
    log: Account | None = None

    @property
    def repeated_rows(self) -> int:
        """Return how many rows there are beyond one for each key."""
        return self.rows - self.without_key - self.keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One key, and how many rows each side has of it."""

    key: tuple[str, ...]
    came_in: int
    came_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Keys of one kind of difference: how many, of how many rows, and the first ones as text sorts them."""

    keys: int = 0
    rows: int = 0
    shown: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """What a comparison by key found.

    Attributes
    ----------
    key : tuple of str
        The columns that make it.
    came_in, came_out : Side
        The tables.
    missing : Difference
        Keys that came in and never came out.
    extra : Difference
        Keys that came out and never came in.
    uneven : Difference
        Keys that are on both sides, in another number of rows. `rows` is the sum of the differences.
    distinct : bool
        Whether an uneven key is no fault.

    Examples
    --------
    >>> import polars as pl
    >>> import drift
    >>> came_in = pl.DataFrame({"id": [1, 2, 3]})
    >>> found = drift.reconcile(came_in, came_in.head(2), key="id")
    >>> found.missing.shown[0].key, found.exit_code
    (('3',), 1)
    """

    key: tuple[str, ...]
    came_in: Side
    came_out: Side
    missing: Difference
    extra: Difference
    uneven: Difference
    distinct: bool = False

    @property
    def exit_code(self) -> int:
        """Return 0 where each key is on both sides, in as many rows, and no row lacks one; else 1."""
        unknown = self.came_in.without_key + self.came_out.without_key
        uneven = 0 if self.distinct else self.uneven.keys
        return BREACH if self.missing.keys + self.extra.keys + uneven + unknown else OK

    def to_dict(self) -> dict[str, Any]:
        """Return it as values that JSON has."""
        return {
            "schema_version": SCHEMA_VERSION,
            "key": list(self.key),
            "exit_code": self.exit_code,
            "in": _side(self.came_in),
            "out": _side(self.came_out),
            "missing": self._difference(self.missing),
            "extra": self._difference(self.extra),
            "uneven": self._difference(self.uneven),
        }

    def _difference(self, found: Difference) -> dict[str, Any]:
        shown = [
            {"key": dict(zip(self.key, one.key, strict=True)), "in": one.came_in, "out": one.came_out}
            for one in found.shown
        ]
        return {"keys": found.keys, "rows": found.rows, "shown": shown}


def _side(side: Side) -> dict[str, Any]:
    told = {
        "name": side.name,
        "rows": side.rows,
        "keys": side.keys,
        "repeated_keys": side.repeated_keys,
        "repeated_rows": side.repeated_rows,
        "without_key": side.without_key,
    }
    if side.log is None:
        return told
    log = side.log
    return {**told, "log": {"accepted": log.accepted, "written": log.written, "lost": log.lost}}
