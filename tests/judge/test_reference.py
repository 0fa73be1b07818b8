"""A reference holds what the training data taught, without its pieces."""

from __future__ import annotations

from datetime import datetime, timedelta

import polars as pl

import drift


def frame(rows: int = 24 * 60) -> pl.DataFrame:
    start = datetime(2026, 1, 5)  # noqa: DTZ001 - a Monday; clocks without a zone
    return pl.DataFrame(
        {
            "at": [start + timedelta(hours=i // 4) for i in range(rows)],
            "amount": [float(i * i % 97) for i in range(rows)],
            "code": [i % 5 for i in range(rows)],
        }
    )


def test_pieces_are_learned_from_and_not_kept() -> None:
    learned = drift.fit(frame(), config={"time": "at"})
    assert {one.statistic for one in learned.tolerances["amount"]} >= {"ks", "null_share", "outside_share"}
    assert learned.profile.piece_rows is None
    assert {column.pieces for column in learned.profile.columns.values()} == {None}


def test_a_kind_that_the_config_names_is_taken_as_it_is_with_its_reason() -> None:
    learned = drift.fit(frame(), config={"columns": {"code": {"kind": "category"}}})
    assert (learned.kinds["code"].kind, learned.kinds["code"].reason) == ("category", "the config says so")
    assert learned.kinds["amount"].kind == "number"


def test_the_order_of_rows_is_no_matter() -> None:
    one, other = frame(), frame().sample(fraction=1.0, shuffle=True, seed=3)
    learned, again = (drift.fit(rows, config={"time": "at"}) for rows in (one, other))
    assert learned.digest == again.digest
    assert learned.tolerances == again.tolerances
