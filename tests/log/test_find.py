"""Looking up a request: what is told, and how what is not there is told."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from command_line import drift
from drift.errors import InputNotFoundError, InputUnreadableError, UsageError
from drift.log import FeatureLog, lookup

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = "r\x1b[31m\n::error::x ##[add-mask]y\u202e"


def test_a_request_that_came_twice_is_told_twice_the_oldest_first(tmp_path: Path) -> None:
    with FeatureLog(tmp_path) as log:
        for prediction in (0.1, 0.2):
            log.write("r-1", {"x": 1}, prediction=prediction)
            log.flush()
    assert [row.prediction for row in lookup(tmp_path, "r-1").rows] == [0.1, 0.2]
    assert lookup(tmp_path, "r-1").files == 2


def test_only_the_very_same_id_is_found(tmp_path: Path) -> None:
    with FeatureLog(tmp_path) as log:
        log.write("r-1", {})
    assert not any(lookup(tmp_path, one).rows for one in ("r-", "R-1", "r-1 ", "", "r-%", "r.1"))


def test_features_called_like_columns_of_the_log_keep_their_values(tmp_path: Path) -> None:
    with FeatureLog(tmp_path) as log:
        log.write("r-1", {"model": "x", "feature.model": "y", "request_id": 7, "prediction": 1}, prediction=2)
    row = lookup(tmp_path, "r-1").rows[0]
    assert (row.model, row.prediction) == (None, 2)
    assert row.features == {
        "feature.model": "x",
        "feature.model_": "y",
        "feature.request_id": 7,
        "feature.prediction": 1,
    }


def test_what_is_no_log_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputNotFoundError, match="no such folder"):
        lookup(tmp_path / "nosuch", "r-1")
    with pytest.raises(UsageError, match="is no feature log"):
        lookup(tmp_path, "r-1")
    with FeatureLog(tmp_path):
        assert lookup(tmp_path, "r-1").rows == ()


def test_a_damaged_file_is_told_by_name(tmp_path: Path) -> None:
    with FeatureLog(tmp_path) as log:
        log.write("r-1", {})
    path = next(tmp_path.glob("day=*/hour=*/*.parquet"))
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(InputUnreadableError, match=path.name):
        lookup(tmp_path, "r-1")


def test_values_are_told_and_not_obeyed(tmp_path: Path) -> None:
    with FeatureLog(tmp_path) as log:
        log.write(HOSTILE, {HOSTILE: HOSTILE, "\ud800": "\ud800"}, model=HOSTILE, prediction=HOSTILE)
    told = drift("lookup", tmp_path, HOSTILE)
    assert told.code == 0
    assert all(character.isprintable() or character == "\n" for character in told.out)
    assert "##[" not in told.out
    assert not any(line.lstrip().startswith("::") for line in told.out.splitlines())
    as_json = drift("lookup", tmp_path, HOSTILE, "--format", "json")
    assert as_json.document["rows"][0]["features"] == {HOSTILE: HOSTILE, "\\ud800": "\\ud800"}
    assert "##[" not in as_json.out
    assert drift("lookup", tmp_path, "::x").out.startswith(":·:x: not found in 1 file")


def test_numbers_that_json_lacks_are_text_and_no_digit_is_lost(tmp_path: Path) -> None:
    features = {"nan": math.nan, "inf": -math.inf, "large": 2**60, "small": 0.1, "null": None}
    with FeatureLog(tmp_path) as log:
        log.write("r-1", features)
    document = drift("lookup", tmp_path, "r-1", "--format", "json").document
    assert document["rows"][0]["features"] == {
        "nan": "NaN",
        "inf": "-Infinity",
        "large": str(2**60),
        "small": 0.1,
        "null": None,
    }
    told = drift("lookup", tmp_path, "r-1").out.split("\n")[1:6]
    assert [line.split() for line in told] == [
        ["nan", "nan"],
        ["inf", "-inf"],
        ["large", str(2**60)],
        ["small", "0.1"],
        ["null", "null"],
    ]
