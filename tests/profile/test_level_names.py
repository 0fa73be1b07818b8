"""Names tell the rows that have them, whatever polars hashes them to; others are told by themselves."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.profile import level_names as module
from drift.profile.keys import text_keys
from drift.profile.level_names import (
    LEAST_ROWS,
    MOST_NAMES,
    NAME_CHARACTERS,
    has_level_names,
    level_names,
)
from drift.profile.prepare import prepare
from drift.profile.texts import prepare_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drift.profile.column import ColumnProfile

words = st.sampled_from(["", "a", "A", "x" * 250]) | st.text(max_size=3)


def told(names: Sequence[str], texts: pl.Series) -> tuple[list[int], dict[int, int]]:
    keys, (distinct, counts) = level_names(tuple(names)).told(texts, texts.hash().to_numpy())
    assert len(set(distinct.tolist())) == distinct.size
    return keys.tolist(), dict(zip(distinct.tolist(), counts.tolist(), strict=True))


def expected(texts: pl.Series) -> tuple[list[int], dict[int, int]]:
    keys = text_keys(texts)
    return keys.tolist(), dict(Counter(keys[texts.is_not_null().to_numpy()].tolist()))


@given(names=st.sets(words, min_size=1, max_size=8), rows=st.lists(words | st.none(), max_size=40))
def test_each_row_has_the_hash_of_its_text(names: set[str], rows: list[str | None]) -> None:
    """Whether it is one of the names, another text, or null."""
    texts = pl.Series([*sorted(names), *rows], dtype=pl.String)
    assert told(sorted(names), texts) == expected(texts)


def test_names_that_share_a_place_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """With two places for a hundred names all but a few are; and a null is no text."""
    monkeypatch.setattr(module, "_PLACE_BITS", 1)
    monkeypatch.setattr(module, "_LOW_BITS", np.uint64(63))
    names = [f"name {number}" for number in range(100)]
    texts = pl.Series([*names, None, "new", *names[::-2], None])
    assert told(names, texts) == expected(texts)


def test_most_names_have_a_place_of_their_own() -> None:
    """Of those that `has_level_names` allows nearly all, or telling them would cost more than it spares."""
    table = level_names(tuple(f"name {number}" for number in range(MOST_NAMES)))
    assert np.count_nonzero(table.keys) > 0.95 * MOST_NAMES


def known(texts: Sequence[str | None], copies: int = LEAST_ROWS) -> ColumnProfile:
    return prepare_texts(pl.Series("x", [*texts] * copies, dtype=pl.String), None).profile


@pytest.mark.parametrize(
    ("column", "rows", "has"),
    [
        (known(["a", None, ""]), LEAST_ROWS, True),
        (known(["a", None, ""]), LEAST_ROWS - 1, False),
        (known(["a"], LEAST_ROWS - 1), LEAST_ROWS, False),
        (known([None]), LEAST_ROWS, False),
        (known(["x" * NAME_CHARACTERS]), LEAST_ROWS, False),
        (known([f"{number}" for number in range(MOST_NAMES)], 8), LEAST_ROWS, True),
        (known([f"{number}" for number in range(MOST_NAMES + 1)], 8), LEAST_ROWS, False),
        (known([f"{number}" for number in range(5_000)], 2), LEAST_ROWS, False),
        (prepare(pl.Series("x", [1.0] * LEAST_ROWS), None).profile, LEAST_ROWS, False),
        (None, LEAST_ROWS, False),
    ],
)
def test_few_levels_that_are_named_in_full_have_names(
    column: ColumnProfile | None, rows: int, *, has: bool
) -> None:
    assert has_level_names(column, rows) is has


def content(column: ColumnProfile) -> tuple[object, ...]:
    cells = column.cells.level, column.cells.keys.tolist(), column.cells.counts.tolist()
    return column.rows, column.nulls, cells, column.text.names, column.text.distinct.hashes.tolist()


def test_a_batch_is_counted_alike_with_and_without_names() -> None:
    """With levels that are new, nulls, in categories as in texts, and where there come too many levels."""
    before = known(["a", None, "b", ""])
    for rows in (["a", "c", None, "d"], [None], ["new"], [f"id {number}" for number in range(3_000)]):
        for dtype in (pl.String(), pl.Categorical()):
            texts = pl.Series("x", [*rows, "b"] * (LEAST_ROWS // len(rows) + 1), dtype=dtype)
            assert has_level_names(before, len(texts))
            plain, hinted = prepare_texts(texts, None), prepare_texts(texts, before)
            assert content(before + plain.profile) == content(before + hinted.profile)
            assert np.array_equal(plain.hashes, hinted.hashes)
            assert np.array_equal(plain.piece_valid, hinted.piece_valid)
