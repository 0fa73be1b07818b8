"""Init: from data that nobody has described yet to the text of a config that proposes what to say of it."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import polars as pl

from drift.config import Config
from drift.errors import NothingToLearnError, UsageError
from drift.profile.kind import infer_kind
from drift.propose.asides import why_sensitive
from drift.propose.keys import key_candidates, key_hashes, repeated
from drift.propose.proposal import propose
from drift.propose.seen import Seen
from drift.propose.text import render
from drift.run.batches import conformed
from drift.run.fitting import read_training
from drift.run.stored import profiles_in
from drift.sources.memory import require
from drift.sources.options import READ_ALL, ReadOptions
from drift.sources.source import open_source
from drift.sources.text import DECIMAL_COMMA

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drift.profile.profiled import Profiled
    from drift.propose.keys import KeyGuess

NOTHING_PROPOSED: Final = "nothing was proposed or written"
HEAD_ROWS: Final = 20_000  # read in order: enough to see by which column a table is kept in order
COUNTING: Final = 3 * 8  # bytes a row of a key: its hashes put together, and in the table that counts them
TEXTS: Final = 1_000  # of a column that are held to the forms of personal data
_NO_NAME: Final = re.compile(r"[^\w\-]+")


def init(data: object, *, options: ReadOptions = READ_ALL) -> str:
    """Propose a config for data: kinds, units, key, time, what to ignore, each with a comment that says why.

    Parameters
    ----------
    data : object
        Rows in any form that `fit` takes, but no profile. They are read up to three times: for what the
        columns hold, for the order of the first rows, and to try keys on all of them.
    options : ReadOptions
        How the data is read.

    Returns
    -------
    str
        YAML that `load_config` reads: guesses for a person to read and correct. The same data gives
        the same text.

    Raises
    ------
    DriftError
        If the data cannot be read, or has no rows or columns.

    Examples
    --------
    >>> import drift
    >>> import polars as pl
    >>> text = drift.init(pl.DataFrame({"temp": [280.0 + i % 25 for i in range(100)]}))
    >>> print(text.splitlines()[-1].strip())
    temp: {unit: kelvin}  # 25 distinct values from 280 to 304; the name says temperature, the values kelvin
    """
    if profiles_in(data, options) is not None:
        raise UsageError(
            "a profile keeps no rows, and keys and orders are found in rows",
            mend="give the data itself",
            state=NOTHING_PROPOSED,
        )
    data = _readable_again(data)
    table = read_training(data, Config(), options, NOTHING_PROPOSED)
    if not table.profile.rows or not table.schema:
        raise NothingToLearnError(
            f"{table.called}: no rows to propose anything from",
            mend="name the training data",
            state=NOTHING_PROPOSED,
        )
    sensitive = _sensitive(table)
    columns = _seen(table, sensitive)
    head = _head(data, table, options)
    samples = [head, table.profile.sample.rows]
    candidates = key_candidates(columns, table.profile.rows, samples)
    proposal = propose(
        columns,
        dataset=_dataset(table),
        source=_called(table),
        rows=table.profile.rows,
        key=_confirmed(data, table, candidates, options),
        in_order=_in_order(head, columns),
        sensitive=sensitive,
        notes=_notes(table),
    )
    return render(proposal)


def _readable_again(data: object) -> object:
    """Return data that can be read more than once: a stream that runs once is taken into memory."""
    runs_once = hasattr(data, "__arrow_c_stream__") and hasattr(data, "read_next_batch")
    return pl.from_arrow(cast("Any", data)) if runs_once else data


def _sensitive(table: Profiled) -> dict[str, str]:
    """Return why columns are sensitive, by their names and by texts in the sample."""
    found = {}
    rows = table.profile.sample.rows
    for name, column in table.profile.columns.items():
        texts = rows.get_column(name).drop_nulls().head(TEXTS).to_list() if column.family == "text" else []
        words = Seen(name=name, column=column, kind=infer_kind(column), dtype="").words
        if (why := why_sensitive(name, words, texts)) is not None:
            found[name] = why
    return found


def _notes(table: Profiled) -> dict[str, str]:
    """Return which columns of text hold numbers that an option would read."""
    found = {}
    for name, column in table.profile.columns.items():
        texts = table.profile.sample.rows.get_column(name).drop_nulls() if column.family == "text" else None
        if texts is not None and texts.len() and texts.str.contains(DECIMAL_COMMA).mean() == 1.0:
            found[name] = "numbers with a decimal comma, which --decimal-comma reads"
    return found


def _seen(table: Profiled, sensitive: dict[str, str]) -> tuple[Seen, ...]:
    """Return the columns as guesses see them, in the order of the data."""
    return tuple(
        Seen(
            name=typed.name,
            column=table.profile.columns[typed.name],
            kind=infer_kind(table.profile.columns[typed.name]),
            dtype=typed.dtype,
            sensitive=typed.name in sensitive,
        )
        for typed in table.contract.columns
    )


def _head(data: object, table: Profiled, options: ReadOptions) -> pl.DataFrame:
    """Return the first rows, in their order, by the types that were settled on all."""
    limit = min(HEAD_ROWS, options.limit or HEAD_ROWS)
    source = open_source(data, contract=table.contract, options=replace(options, limit=limit))
    parts = list(conformed(source, table.contract, frozenset(), []))
    return pl.concat(parts) if parts else pl.DataFrame()


def _in_order(head: pl.DataFrame, columns: Sequence[Seen]) -> dict[str, float]:
    """Return the share of neighbouring first rows that are in order by each column of times."""
    found = {}
    for one in columns:
        if one.family == "time" and one.name in head.columns:
            times = head.get_column(one.name).drop_nulls()
            steps = times.to_physical().diff().drop_nulls()
            found[one.name] = int((steps >= 0).sum()) / steps.len() if steps.len() else 0.0
    return found


def _confirmed(
    data: object, table: Profiled, candidates: Sequence[KeyGuess], options: ReadOptions
) -> KeyGuess | None:
    """Return the first set of columns that no two rows agree in, of all rows."""
    if not candidates:
        return None
    source = open_source(data, contract=table.contract, options=options)
    hashes: dict[tuple[str, ...], list[pl.Series]] = defaultdict(list)
    rows = 0
    for batch in conformed(source, table.contract, frozenset(), []):
        rows += batch.height
        for guess in candidates:
            hashes[guess.names].append(key_hashes(batch, guess.names))
        if options.memory is not None:
            # The hashes of all rows stay, and those of one guess at a time are counted.
            require(options.memory, COUNTING * rows, "trying keys on all rows")
    repeats = repeated(hashes)
    return next((guess for guess in candidates if not repeats[guess.names]), None)


def _called(table: Profiled) -> str:
    """Return what a person calls the data: the name of its first file, whatever folder it is in."""
    first, more = Path(table.names[0]).name, len(table.names) - 1
    return f"{first} and {more:,} more" if more else first


def _dataset(table: Profiled) -> str:
    """Return a name for the data: that of its first file, without what says where and in which form it is."""
    name = Path(table.names[0]).name.partition(".")[0]
    return _NO_NAME.sub("_", name).strip("_") or "dataset"
