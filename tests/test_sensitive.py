"""No value of a sensitive column reaches a file, a page or a line of any output; changes still do."""

from __future__ import annotations

import gzip
import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl
import pytest

import drift
from command_line import drift as command
from drift.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

ROWS = 400
CONFIG = {
    "sample": 1000,
    "reports": "reports",
    "key": ["email"],
    "columns": {
        "email": {"sensitive": True},
        "s_*": {"sensitive": True},
    },
}


def planted(rows: int = ROWS) -> pl.DataFrame:
    """Return a table whose every sensitive value can be found again, as text, wherever it went."""
    start = datetime(1987, 3, 4, 5, 6, 7)  # noqa: DTZ001 - clocks without a zone
    return pl.DataFrame(
        {
            "email": [f"Zebra{i}q@planted.example" for i in range(rows)],
            "s_city": [("Zebraville", "Quaggatown", "Okapiburg")[i % 3] for i in range(rows)],
            "s_level": pl.Series([("Zebraone", "Zebratwo")[i % 2] for i in range(rows)]).cast(
                pl.Enum(["Zebraone", "Zebratwo"])
            ),
            "s_pay": [73_123.25 + i * 977 for i in range(rows)],
            "s_born": [start + timedelta(days=i, seconds=i) for i in range(rows)],
            "amount": [float(i % 17) for i in range(rows)],
        }
    )


def changed(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a batch with a new level, a unit, and keys twice."""
    return pl.concat([frame, frame.head(50)]).with_columns(
        pl.lit("Zebranew").alias("s_city"),
        (pl.col("s_pay") * 1000).alias("s_pay"),
        pl.lit("Zebraone").alias("s_level"),
    )


def everything(folder: Path) -> str:
    """Return all that the files of a folder hold: as bytes, and as whoever reads them takes them."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_dir() or path.suffix == ".parquet":
            continue
        data = path.read_bytes()
        found.append(data.decode("latin-1"))
        if data[:2] == b"\x1f\x8b":
            found.append(gzip.decompress(data).decode("latin-1"))
        if data[:4] == b"PAR1":
            found.append(json.dumps(pl.read_parquet_metadata(path)))
            table = pl.read_parquet(path)
            blobs = table["blob"].drop_nulls().to_list()
            found += [str(row) for row in table.drop("blob").rows()]
            found += [str(row) for blob in blobs for row in pl.read_parquet(blob).rows()]
            found += [str(keys) for keys in _keys(table)]
    return "\n".join(found)


def _keys(table: pl.DataFrame) -> list[list[float]]:
    """Return the running sums of the gaps, and the floats that they are the keys of."""
    from drift.profile.keys import floats_of, integers_of  # noqa: PLC0415 - as a reader who knows the form

    keys = [
        part["gap"].fill_null(0).cum_sum().to_numpy()
        for part in table.partition_by("side", "column", "part")
        if part["part"][0] in {"cells", "pieces", "distinct"}
    ]
    return [[*floats_of(one).tolist(), *integers_of(one).tolist()] for one in keys]


def test_no_planted_value_is_found_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.yaml").write_text(json.dumps(CONFIG), encoding="utf-8")
    planted().write_parquet("train.parquet")
    changed(planted()).write_parquet("live.parquet")
    said = command("fit", "train.parquet", "-o", "reference.drift", "--config", "config.yaml")
    assert said.code == 0, said.err
    outputs = ["--html", "run.html", "--save", "run.drift", "--verbose", "--format", "json=run.json"]
    outputs += [part for kind in ("markdown", "junit", "text") for part in ("--format", f"{kind}=run.{kind}")]
    done = command("check", "live.parquet", "-r", "reference.drift", *outputs)
    assert done.code == 1, done.err
    drift.profile("live.parquet", reference="reference.drift").save("live.drift")
    drift.profile("train.parquet", config=CONFIG).save("train.drift")
    held = everything(tmp_path) + done.out + done.err + said.out + said.err
    for word in ("zebra", "quagga", "okapi", "planted.example"):
        assert word not in held.lower(), word
    for value in (*planted()["s_pay"], *changed(planted())["s_pay"]):
        assert f"{value:.2f}" not in held, value
        assert f"{value}" not in held, value
    for moment in planted()["s_born"].to_list()[1:]:
        assert str(moment) not in held, moment
        assert str(int((moment - datetime(1970, 1, 1)).total_seconds() * 1e6)) not in held  # noqa: DTZ001


def test_what_changed_is_told_without_the_values() -> None:
    run = drift.check(changed(planted()), drift.fit(planted(), config=CONFIG))
    assert {"s_city", "s_pay"} <= {column.name for column in run.breaches}
    diagnosis = run["s_pay"].diagnosis
    assert diagnosis is not None
    assert diagnosis.fault == "unit_change"
    assert diagnosis.parameters["factor"] == pytest.approx(1000, rel=0.25)  # half an octave tells no closer
    (repeated,) = (finding for finding in run.findings if finding.check == "duplicates")
    assert repeated.diagnosis is not None
    assert repeated.diagnosis.parameters["keys"] == 50


def test_an_unchanged_batch_is_ok() -> None:
    learned = drift.fit(planted(), config=CONFIG)
    assert drift.check(planted(), learned).verdict == "ok"


def test_a_reference_keeps_what_it_was_told_of_secrets() -> None:
    learned = drift.fit(planted(), config=CONFIG)
    with pytest.raises(ConfigError, match=r"columns\.email\.sensitive"):
        drift.check(planted(), learned, config={**CONFIG, "columns": {"s_*": {"sensitive": True}}})
    with pytest.raises(ConfigError, match="cannot be sensitive"):
        drift.fit(planted(), config={"time": "s_born", "columns": {"s_*": {"sensitive": True}}})
