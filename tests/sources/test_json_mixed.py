"""Text among JSON's numbers is counted by its rows, and changes no value."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING

import polars as pl

import drift

if TYPE_CHECKING:
    from pathlib import Path


def test_the_share_of_text_is_that_of_the_rows(tmp_path: Path) -> None:
    dice = Random(1)  # noqa: S311 - rows, not secrets
    rows = [{"x": dice.gauss(10, 2), "n": dice.randrange(50), "b": dice.random() < 0.5} for _ in range(4_000)]
    reference = drift.fit(pl.DataFrame(rows))
    sent = [
        row
        | ({"x": str(row["x"])} if at % 20 == 0 else {})
        | ({"n": str(row["n"])} if at % 10 == 0 else {})
        | ({"b": int(row["b"])} if at % 25 == 0 else {})
        for at, row in enumerate(rows)
    ]
    (tmp_path / "x.ndjson").write_text("\n".join(map(json.dumps, sent)))
    run = drift.check(tmp_path / "x.ndjson", reference)
    found = {
        column.name: [
            (finding.diagnosis.fault, finding.diagnosis.share, finding.diagnosis.parameters["form"])
            for finding in column.findings
            if finding.diagnosis is not None
        ]
        for column in run.columns
    }
    assert found == {
        "x": [("type_change", 0.05, "number as text")],
        "n": [("type_change", 0.1, "number as text")],
        "b": [("type_change", 0.04, "boolean as number")],
    }
    assert run.live_profile.rows == len(rows)
