"""Columns that a batch's folders stand for (``day=2026-11-25``), with one value for each file.

Their types are settled over all files, as polars and duckdb settle them: whole numbers, numbers, days
and times, else text. A month that is written `01` is the number 1. Under a contract they stay text for
`conform`, as what CSV files hold does, so that one folder of many is read as all of them were.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from drift.sources.text import BIG_INTEGER, FLOAT, INTEGER, TEXT, TIMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drift.sources.paths import InputFile
    from drift.sources.schema import Contract
    from drift.sources.text import TextType

TYPES = (INTEGER, BIG_INTEGER, FLOAT, *TIMES)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartitionColumns:
    """The columns that folders stand for.

    Attributes
    ----------
    types : dict of str to TextType
        How the value in a folder's name is read.
    schema : dict of str to polars.DataType
        Their types once they are read.
    native_text : frozenset of str
        Those that are given as text, for `conform` to read.
    """

    types: dict[str, TextType]
    schema: dict[str, pl.DataType]
    native_text: frozenset[str]

    def values(self, file: InputFile, chosen: Sequence[str]) -> dict[str, pl.Expr]:
        """Return what those of the chosen columns that are folders have in a file, by name."""
        there = dict(file.partitions)
        return {
            name: one.parse(pl.lit(there.get(name), dtype=pl.String())).alias(name)
            for name, one in self.types.items()
            if name in chosen
        }


def partition_columns(files: Sequence[InputFile], contract: Contract | None) -> PartitionColumns:
    """Return the columns that the files' folders stand for; the contract's own stay text."""
    known = contract.by_name() if contract else {}
    names = list(dict.fromkeys(name for file in files for name, _ in file.partitions))
    types: dict[str, TextType] = {}
    schema: dict[str, pl.DataType] = {}
    for name in names:
        if name in known:
            types[name], schema[name] = TEXT, known[name].read_dtype()
        else:
            texts = {dict(file.partitions).get(name) for file in files}
            types[name] = _narrowest(texts - {None})
            schema[name] = types[name].dtype
    return PartitionColumns(types=types, schema=schema, native_text=frozenset(known) & frozenset(names))


def _narrowest(texts: set[str | None]) -> TextType:
    """Return the narrowest type that reads all of these texts; text where there is none to read."""
    values = pl.Series("text", sorted(map(str, texts)), dtype=pl.String()).to_frame()
    reads = (one for one in TYPES if values.select(one.parse(pl.first()).is_not_null().all()).item())
    return next(reads, TEXT) if values.height else TEXT
