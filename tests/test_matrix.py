"""Every command, every exit code that it can end with, as text and as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pytest
import typer.main
from typer.core import TyperGroup

import drift as library
from command_line import contents, drift
from drift.cli.app import app
from drift.cli.commands import COMMANDS
from drift.log import FeatureLog
from drift.record.exit_code import BREACH, ERROR, OK, UNDECIDED
from runs import CHANGES, training

if TYPE_CHECKING:
    from pathlib import Path

KEPT: Final = ("seconds", "count", "city", "started_at")
BATCHES: Final = {"same": "all ok", "broken": "a unit", "new": "a new column", "empty": "no rows"}


@dataclass(frozen=True, slots=True)
class Case:
    """A command line without options of format, and the exit code it ends with."""

    code: int
    line: str


# One line for each way to a code. What a file is called says what it holds, see `made`.
MATRIX: Final[dict[str, tuple[Case, ...]]] = {
    "fit": (
        Case(OK, "train.parquet -o new.drift"),
        Case(OK, "train.drift -o new.drift"),
        Case(OK, "train.parquet -o new.drift --time started_at --since 2026-01-03"),
        Case(ERROR, "empty.parquet -o new.drift"),
        Case(ERROR, "train.parquet -o new.drift --time started_at --since 2027-01-01"),
        Case(ERROR, "nosuch.parquet -o new.drift"),
        Case(ERROR, "reference.drift -o new.drift"),
        Case(ERROR, "train.parquet train.drift -o new.drift"),
        Case(ERROR, "train.parquet -o train.parquet"),
        Case(ERROR, "train.parquet -o s3://bucket/new.drift"),
    ),
    "check": (
        Case(OK, "same.parquet -r reference.drift"),
        Case(OK, "same.drift -r reference.drift"),
        Case(OK, "new.parquet -r reference.drift"),
        Case(OK, "broken.parquet -r reference.drift --fail-on never"),
        Case(OK, "empty.parquet -r reference.drift --undecided pass"),
        Case(BREACH, "broken.parquet -r reference.drift"),
        Case(BREACH, "broken.drift -r reference.drift"),
        Case(BREACH, "broken.parquet -r reference.drift --undecided pass"),
        Case(BREACH, "new.parquet -r reference.drift --fail-on warning"),
        Case(ERROR, "same.parquet -r nosuch.drift"),
        Case(ERROR, "same.parquet -r damaged.drift"),
        Case(ERROR, "broken.parquet -r reference.drift --html broken.parquet"),
        Case(ERROR, "broken.parquet -r reference.drift --fail-on never --undecided pass --as-of yesterday"),
        Case(OK, "same.parquet -r reference.drift --time started_at --since 2026-01-03"),
        Case(ERROR, "same.parquet -r reference.drift --window 1d --time nosuch"),
        Case(UNDECIDED, "same.parquet -r reference.drift --time started_at --since 2027-01-01"),
        Case(UNDECIDED, "empty.parquet -r reference.drift"),
        Case(UNDECIDED, "empty.drift -r reference.drift"),
        Case(UNDECIDED, "empty.parquet -r reference.drift --fail-on never"),
    ),
    "compare": (
        Case(OK, "train.parquet same.parquet"),
        Case(OK, "train.drift new.parquet"),
        Case(BREACH, "train.parquet broken.parquet"),
        Case(BREACH, "train.parquet new.parquet --fail-on warning"),
        Case(ERROR, "train.parquet nosuch.parquet"),
        Case(ERROR, "empty.parquet same.parquet"),
        Case(UNDECIDED, "train.parquet empty.parquet"),
    ),
    "profile": (
        Case(OK, "same.parquet -o new.drift"),
        Case(OK, "empty.parquet -o new.drift -r reference.drift"),
        Case(ERROR, "nosuch.parquet -o new.drift"),
        Case(ERROR, "same.parquet -o new.drift -r damaged.drift"),
        Case(ERROR, "train.drift -o new.drift"),
    ),
    "merge": (
        Case(OK, "same.drift broken.drift -o new.drift"),
        Case(ERROR, "same.drift same.drift.copy -o new.drift"),
        Case(ERROR, "same.drift train.drift -o new.drift"),
        Case(ERROR, "same.parquet -o new.drift"),
        Case(ERROR, "damaged.drift -o new.drift"),
        Case(ERROR, "same.drift -o same.drift"),
    ),
    "init": (
        Case(OK, "train.parquet -o new.yaml"),
        Case(ERROR, "train.parquet -o run.drift"),
        Case(ERROR, "empty.parquet -o new.yaml"),
        Case(ERROR, "train.drift -o new.yaml"),
    ),
    "validate": (
        Case(OK, "trips.yaml"),
        Case(OK, "trips.yaml other.yaml"),
        Case(ERROR, "trips.yaml nosuch.yaml"),
        Case(ERROR, "train.parquet"),
        Case(ERROR, "trips.yaml wrong.yaml misspelt.yaml"),
    ),
    "show": (
        Case(OK, "reference.drift"),
        Case(OK, "train.drift"),
        Case(OK, "run.drift"),
        Case(ERROR, "damaged.drift"),
        Case(ERROR, "train.parquet"),
    ),
    "report": (
        Case(OK, "run.drift"),
        Case(OK, "run.drift --html new.html"),
        Case(ERROR, "reference.drift"),
        Case(ERROR, "damaged.drift"),
        Case(ERROR, "run.drift --html run.drift"),
    ),
    "history": (
        Case(OK, "run.drift"),
        Case(OK, "run.drift --html new.html"),
        Case(ERROR, ""),
        Case(ERROR, "reference.drift"),
        Case(ERROR, "damaged.drift"),
        Case(ERROR, "run.drift --dataset nosuch"),
        Case(ERROR, "run.drift --html run.drift"),
    ),
    "postmortem": (
        Case(OK, "run.drift --column seconds"),
        Case(OK, "run.drift run.drift --column seconds"),
        Case(ERROR, "run.drift --column city"),
        Case(ERROR, "run.drift --column nosuch"),
        Case(ERROR, "run.drift --column seconds -o run.drift"),
    ),
    "accept": (
        Case(OK, "run.drift --column seconds --until 2099-12-31 --reason known"),
        Case(ERROR, "run.drift --column secons --until 2099-12-31 --reason known"),
        Case(ERROR, "run.drift --column city --until 2099-12-31 --reason known"),
        Case(ERROR, "run.drift --until 2099-12-31 --reason known"),
        Case(ERROR, "run.drift --column seconds --until 2001-12-31 --reason known"),
        Case(ERROR, "run.drift --column seconds --until soon --reason known"),
        Case(ERROR, "run.drift --column seconds --until 2099-12-31 --reason known --up-to 0.1"),
        Case(ERROR, "reference.drift --column seconds --until 2099-12-31 --reason known"),
    ),
    "promote": (
        Case(OK, "ok.drift -r reference.drift -o new.drift"),
        Case(ERROR, "run.drift -r reference.drift -o new.drift"),
        Case(ERROR, "ok.drift run.drift -r reference.drift -o new.drift"),
        Case(ERROR, "ok.drift ok.drift -r reference.drift -o new.drift"),
        Case(ERROR, "none.drift -r reference.drift -o new.drift"),
        Case(ERROR, "ok.drift -r reference.drift -o reference.drift"),
        Case(ERROR, "ok.drift -r reference.drift -o ok.drift"),
        Case(ERROR, "ok.drift -r damaged.drift -o new.drift"),
        Case(ERROR, "nosuch.drift -r reference.drift -o new.drift"),
        Case(ERROR, "same.drift -r reference.drift -o new.drift"),
        Case(ERROR, "ok.drift -r reference.drift -o new.drift --accepted nosuch.yaml"),
    ),
    "drill": (
        Case(OK, "same.parquet -r reference.drift --rows 20 --columns city"),
        Case(BREACH, "broken.parquet -r reference.drift --rows 50 --columns seconds,city"),
        Case(
            OK,
            "same.parquet -r reference.drift --rows 20 --columns city --time started_at --since 2026-01-03",
        ),
        Case(ERROR, "same.drift -r reference.drift"),
        Case(ERROR, "same.parquet -r damaged.drift"),
        Case(UNDECIDED, "empty.parquet -r reference.drift"),
    ),
    "power": (
        Case(OK, "-r reference.drift --rows 100"),
        Case(ERROR, "-r reference.drift --rows 0"),
        Case(ERROR, "-r damaged.drift --rows 100"),
        Case(ERROR, "-r train.parquet --rows 100"),
    ),
    "lookup": (
        Case(OK, "features r-1"),
        Case(BREACH, "features r-2"),
        Case(ERROR, "nosuch r-1"),
        Case(ERROR, "train.parquet r-1"),
        Case(ERROR, "features"),
    ),
    "reconcile": (
        Case(OK, "same.parquet same.parquet --key seconds"),
        Case(OK, "empty.parquet empty.parquet --key seconds,city"),
        Case(OK, "features features --key request_id"),
        Case(BREACH, "same.parquet empty.parquet --key seconds --rows 0"),
        Case(BREACH, "empty.parquet same.parquet --key seconds --key city"),
        Case(ERROR, "same.parquet features --key request_id"),
        Case(ERROR, "same.parquet same.parquet"),
        Case(ERROR, "same.parquet same.drift --key seconds"),
        Case(ERROR, "same.parquet nosuch.parquet --key seconds"),
        Case(ERROR, "same.parquet same.parquet --key seconds,seconds"),
    ),
    "demo": (
        Case(OK, "story"),
        Case(ERROR, "train.parquet"),
    ),
}
# How each command is asked for JSON. The others tell a story, and errors in text alone.
JSON: Final = {
    "fit": ("--format", "json"),
    "profile": ("--format", "json"),
    "merge": ("--format", "json"),
    "init": ("--format", "json"),
    "validate": ("--format", "json"),
    "check": ("--format", "json"),
    "compare": ("--format", "json"),
    "show": ("--json",),
    "report": ("--format", "json"),
    "drill": ("--format", "json"),
    "accept": ("--format", "json"),
    "power": ("--format", "json"),
    "lookup": ("--format", "json"),
    "reconcile": ("--format", "json"),
    "promote": ("--format", "json"),
    "history": ("--format", "json"),
    "postmortem": ("--format", "json"),
}
TEXT_ALONE: Final = ("demo",)
MADE_ALONE: Final = frozenset({"fit", "profile", "merge", "init", "accept", "promote"})  # to standard error

CASES: Final = [(command, case) for command, cases in MATRIX.items() for case in cases]
IDS: Final = [f"{case.code} {command} {case.line}" for command, case in CASES]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the files that the lines name: data, profiles, a reference, a run, and one that is damaged."""
    folder = tmp_path_factory.mktemp("made")
    frame = training().select(KEPT)
    reference = library.fit(frame)
    reference.save(folder / "reference.drift")
    frame.write_parquet(folder / "train.parquet")
    library.profile(folder / "train.parquet").save(folder / "train.drift")
    for name, change in BATCHES.items():
        CHANGES[change](frame).write_parquet(folder / f"{name}.parquet")
        library.profile(folder / f"{name}.parquet", reference=reference).save(folder / f"{name}.drift")
    library.check(folder / "broken.parquet", reference).save(folder / "run.drift")
    with FeatureLog(folder / "features") as log:
        log.write("r-1", {"seconds": 60.0})
    library.check(folder / "same.parquet", reference).save(folder / "ok.drift")
    library.check(folder / "empty.parquet", reference).save(folder / "none.drift")
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
    return files | {
        "damaged.drift": files["reference.drift"].replace(b"seconds", b"secondz", 1),
        "same.drift.copy": files["same.drift"],
        "trips.yaml": b"dataset: trips",
        "other.yaml": b"dataset: other",
        "wrong.yaml": b"columns: {wait: {unit: secnd}}",
        "misspelt.yaml": b"datset: trips",
    }


@pytest.fixture
def folder(tmp_path: Path, made: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of these files in which a command is run."""
    for name, content in made.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_matrix_has_every_command_and_every_code_that_it_says_it_can_end_with() -> None:
    assert {command: {case.code for case in cases} for command, cases in MATRIX.items()} == {
        one.name: set(one.codes) for one in COMMANDS
    }


def test_each_command_either_has_json_or_says_so() -> None:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    able = {
        name
        for name, command in group.commands.items()
        if {option for param in command.params for option in param.opts} & {"--format", "--json"}
    }
    assert able == set(JSON)
    assert set(group.commands) - able == set(TEXT_ALONE)


@pytest.mark.parametrize(("command", "case"), CASES, ids=IDS)
def test_as_text(command: str, case: Case, folder: Path) -> None:
    before = contents(folder)
    told = drift(command, *case.line.split())
    assert told.code == case.code, told.err
    if case.code == ERROR:
        assert told.err.startswith("error: ")
        assert "Traceback" not in told.err
        assert all(path in told.err for path in case.line.split() if path.startswith("nosuch."))
        assert contents(folder) == before
    assert (told.out == "") is (case.code == ERROR or command in MADE_ALONE)
    assert "error:" not in told.err or case.code == ERROR


@pytest.mark.parametrize(
    ("command", "case"),
    [(command, case) for command, case in CASES if command in JSON],
    ids=[name for name, (command, _) in zip(IDS, CASES, strict=True) if command in JSON],
)
def test_as_json(command: str, case: Case, folder: Path) -> None:
    """Standard output is one document: the run, what was shown, or the error, which is told in words too."""
    before = contents(folder)
    told = drift(command, *case.line.split(), *JSON[command])
    assert told.code == case.code, told.err
    if case.code == ERROR:
        error = told.document["error"]
        assert set(error) == {"kind", "message", "retryable"}
        assert told.err.strip() == f"error: {error['message']}"
        assert contents(folder) == before
    else:
        assert "error" not in told.document
        if command not in {"show", "report"}:  # which tell the code that a run ended with
            assert told.document.get("exit_code", case.code) == case.code
    assert command not in {"check", "compare"} or case.code == ERROR or "exit_code" in told.document


@pytest.mark.parametrize(("command", "key"), [("fit", "reference"), ("profile", "profile")])
def test_what_was_made_is_told_with_its_size(command: str, key: str, folder: Path) -> None:
    told = drift(command, "train.parquet", "-o", "new.drift", "--format", "json")
    assert told.document == {key: {"path": "new.drift", "columns": len(KEPT), "rows": training().height}}
    assert told.err == ""
    assert (folder / "new.drift").exists()
