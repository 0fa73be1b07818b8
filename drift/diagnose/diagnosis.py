"""What a diagnosis is: a fault of the catalogue, its parameters, how much it explains, its rival."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class RunnerUp:
    """The second-best explanation. Where `explains` equals the diagnosis's, neither is better."""

    fault: str
    parameters: dict[str, Any]
    explains: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """What happened to a column.

    Attributes
    ----------
    fault : str
        A name of the catalogue.
    story : str
        What happened, in words that follow the column's name: "looks multiplied by 1000 …".
    advice : str
        What to do, in a sentence.
    parameters : dict
        What the fault was found to be: a factor, a step, levels; JSON values only.
    share : float or None
        The share of the rows concerned, 0 to 1; None where the fault is of the column as a whole.
    share_interval : (float, float) or None
        A 95 % interval of `share`.
    explains : float or None
        The share of the distance that undoing the fault removes, 0 to 1; None where nothing is undone.
    runner_up : RunnerUp or None
        The second-best explanation, where there is one.
    proven : bool
        Whether the evidence is such that movement cannot fake it: a breach at any significant share.
    find, undo : str or None
        Polars expressions, as text: the rows concerned, and their values as they were. None where no
        expression says it.
    find_sql, undo_sql : str or None
        The same as SQL, with names in double quotes, where that is simple.
    """

    fault: str
    story: str
    advice: str
    parameters: dict[str, Any] = field(default_factory=dict)
    share: float | None = None
    share_interval: tuple[float, float] | None = None
    explains: float | None = None
    runner_up: RunnerUp | None = None
    proven: bool = False
    find: str | None = None
    undo: str | None = None
    find_sql: str | None = None
    undo_sql: str | None = None
