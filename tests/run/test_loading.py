"""Whatever drift wrote is opened as what it is, and nothing else is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import drift
from drift.errors import FileDamagedError, FileIncompatibleError, InputNotFoundError
from drift.profile.archive import write_archive
from runs import reference, run_of, training

if TYPE_CHECKING:
    from pathlib import Path


def test_each_kind_comes_back_as_its_value(tmp_path: Path) -> None:
    values: dict[str, drift.Reference | drift.Profile | drift.Run] = {
        "reference": reference(),
        "profile": drift.profile(training()),
        "run": run_of("a unit"),
    }
    for name, value in values.items():
        value.save(tmp_path / name)
        assert type(drift.load(tmp_path / name)) is type(value)


def test_what_is_none_of_these_is_said_to_be_none(tmp_path: Path) -> None:
    training().write_parquet(tmp_path / "data.parquet")
    (tmp_path / "text").write_text("hello", encoding="utf-8")
    for name in ("data.parquet", "text"):
        with pytest.raises(FileDamagedError, match="not a file that drift wrote"):
            drift.load(tmp_path / name)
    with pytest.raises(InputNotFoundError):
        drift.load(tmp_path / "nosuch")


def test_a_kind_of_a_later_drift_is_named(tmp_path: Path) -> None:
    write_archive(tmp_path / "later", "ledger", {}, training().select("count"))
    with pytest.raises(FileIncompatibleError, match="a ledger, which this drift does not know"):
        drift.load(tmp_path / "later")


@pytest.mark.parametrize("kind", ["reference", "profile", "run"])
def test_a_manifest_of_another_form_is_told_and_is_no_defect(kind: str, tmp_path: Path) -> None:
    manifests: tuple[dict[str, Any], ...] = (
        {},
        {"profile": None, "run": []},
        {"profile": {"grid_version": 1}},
    )
    for number, manifest in enumerate(manifests):
        path = tmp_path / str(number)
        write_archive(path, kind, manifest, training().select("count"))
        with pytest.raises(FileIncompatibleError, match=f"a {kind} of a form that this drift does not read"):
            drift.load(path)
