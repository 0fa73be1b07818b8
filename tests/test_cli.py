"""The command line as a user meets it: what goes where, what it ends with, and what it does not wait for."""

from __future__ import annotations

import ast
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl
import pytest
import typer.main
from typer.core import TyperGroup

import drift as library
from command_line import contents, drift
from drift.cli import main
from drift.cli.app import app
from drift.cli.streams import plain
from drift.judge.waivers import BLIND
from runs import CHANGES, ODD_NAMES, training

if TYPE_CHECKING:
    from typing import IO

ENVIRONMENT: Final = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
NAMES: Final = (
    "fit",
    "check",
    "compare",
    "profile",
    "merge",
    "init",
    "validate",
    "show",
    "report",
    "history",
    "accept",
    "promote",
    "postmortem",
    "drill",
    "power",
    "lookup",
    "reconcile",
    "demo",
)
KEPT: Final = ("seconds", "count", "city", "member")


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return a reference, and a batch of every verdict."""
    folder = tmp_path_factory.mktemp("material")
    frame = training().select(KEPT)
    library.fit(frame).save(folder / "reference.drift")
    for name in ("all ok", "a unit", "a new column", "no rows"):
        CHANGES[name](frame).write_parquet(folder / f"{name}.parquet")
    frame.write_csv(folder / "train.csv")
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, material: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of these files in which commands are run."""
    for name, content in material.items():
        (tmp_path / name).write_bytes(content)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NO_COLOR", raising=False)
    return tmp_path


def process(*arguments: str, stdout: int | IO[str]) -> subprocess.Popen[str]:
    """Return ``drift ARGUMENTS...`` as a process of its own that has been started."""
    command = [sys.executable, "-m", "drift.cli", *arguments]
    return subprocess.Popen(command, env=ENVIRONMENT, text=True, stdout=stdout, stderr=subprocess.PIPE)  # noqa: S603 - our own program


# Codes

MATRIX: Final = [
    ("all ok", {"breach": 0, "warning": 0, "never": 0}, 0),
    ("a unit", {"breach": 1, "warning": 1, "never": 0}, 1),
    ("a new column", {"breach": 0, "warning": 1, "never": 0}, 0),
    ("no rows", {"breach": 3, "warning": 3, "never": 3}, 0),
]


@pytest.mark.parametrize(("live", "codes", "passing"), MATRIX, ids=[row[0] for row in MATRIX])
def test_codes_are_those_of_the_contract(live: str, codes: dict[str, int], passing: int) -> None:
    check = ("check", f"{live}.parquet", "-r", "reference.drift")
    assert drift(*check).code == codes["breach"]
    assert {one: drift(*check, "--fail-on", one).code for one in codes} == codes
    assert drift(*check, "--undecided", "pass").code == passing


def test_the_code_in_the_document_is_the_one_of_the_process(folder: Path) -> None:
    for live, _, _ in MATRIX:
        told = drift("check", f"{live}.parquet", "-r", "reference.drift", "--format", "json")
        assert told.document["exit_code"] == told.code
        assert folder.is_dir()


def test_the_package_runs_as_a_module() -> None:
    asked = [sys.executable, "-m", "drift", "--version"]
    told = subprocess.run(asked, env=ENVIRONMENT, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert (told.returncode, told.stdout.split()[0]) == (0, "drift")


# What goes where


def kept_by(run: str) -> str:
    """Return what a person is told who expects the breach that was saved."""
    return f"if it is expected: drift accept {run} --column seconds --until DATE --reason TEXT\n"


def test_a_reference_of_a_few_rows_is_told_to_be_too_little(folder: Path) -> None:
    pl.read_parquet(folder / "all ok.parquet").head(5).write_parquet(folder / "few.parquet")
    told = drift("fit", "few.parquet", "-o", "few.drift")
    assert told.code == 0
    assert "\nwarning: of 5 rows of training hardly any column can be judged;" in told.err
    assert "warning" not in drift("fit", "all ok.parquet", "-o", "some.drift").err


def test_a_decision_says_where_nothing_else_of_its_column_is_checked(folder: Path) -> None:
    frame = pl.read_parquet(folder / "all ok.parquet")
    frame.with_columns(pl.lit("#NAME?").alias("seconds")).write_parquet(folder / "lost.parquet")
    drift("check", "lost.parquet", "-r", "reference.drift", "--save", "run.drift")
    last = ("--until", "2099-01-01", "--reason", "x", "--by", "Eva")
    told = drift("accept", "run.drift", "--column", "seconds", *last)
    assert told.code == 0
    assert told.err == (
        "accepted.yaml: seconds: type_change, up to 1 of the values unreadable,"
        " accepted by Eva until 2099-01-01\n"
        f"  {BLIND}\n"
    )


def test_results_go_to_standard_output_and_all_else_to_standard_error() -> None:
    told = drift("check", "a unit.parquet", "-r", "reference.drift", "--save", "run.drift")
    assert told.out.startswith("BREACH ")
    assert told.err == f"wrote run.drift\n{kept_by('run.drift')}"
    told = drift("fit", "train.csv", "-o", "new.drift")
    assert (told.out, told.err) == ("", "new.drift: learned 4 columns from 600 rows\n")


def test_quiet_leaves_results_and_errors() -> None:
    told = drift("check", "a unit.parquet", "-r", "reference.drift", "--save", "run.drift", "--quiet")
    assert told.out.startswith("BREACH ")
    assert told.err == ""
    assert drift("fit", "train.csv", "-o", "new.drift", "--quiet").err == ""
    assert "no such file" in drift("fit", "nosuch.csv", "-o", "new.drift", "--quiet").err


def test_verbose_lists_every_column() -> None:
    check = ("check", "all ok.parquet", "-r", "reference.drift")
    assert "city" not in drift(*check).out
    assert all(name in drift(*check, "--verbose").out for name in KEPT)


def test_every_output_that_is_asked_for_is_written(folder: Path) -> None:
    told = drift(
        *(
            "check",
            "a unit.parquet",
            "-r",
            "reference.drift",
            "--save",
            "out/run.drift",
            "--html",
            "out/page.html",
        ),
        *("--format", "json=out/run.json", "--format", "text=out/run.txt", "--format", "json"),
    )
    assert told.code == 1
    document = json.loads((folder / "out/run.json").read_text(encoding="utf-8"))
    assert document == told.document == library.Run.load("out/run.drift").to_dict()
    assert (folder / "out/run.txt").read_text(encoding="utf-8").startswith("BREACH ")
    assert "seconds" in (folder / "out/page.html").read_text(encoding="utf-8")
    assert set(contents(folder / "out")) == {"run.drift", "page.html", "run.json", "run.txt"}
    written = ("out/run.drift", "out/page.html", "out/run.json", "out/run.txt")
    assert told.err == "".join(f"wrote {path}\n" for path in written) + kept_by("out/run.drift")


def test_a_format_in_a_file_leaves_standard_output_to_text() -> None:
    told = drift("check", "all ok.parquet", "-r", "reference.drift", "--format=json=run.json")
    assert told.out.startswith("OK ")


def test_reports_are_left_where_the_config_says(folder: Path) -> None:
    (folder / "trips.yaml").write_text("reports: left\n", encoding="utf-8")
    told = drift(
        "check", "all ok.parquet", "-r", "reference.drift", "--config", "trips.yaml", "--format", "json"
    )
    name = told.document["run_id"]
    assert set(contents(folder / "left")) == {f"{name}.drift", f"{name}.html"}
    assert told.err == f"wrote left/{name}.drift\nwrote left/{name}.html\n"


def test_a_device_takes_what_it_is_given(folder: Path) -> None:
    told = drift(
        "check", "all ok.parquet", "-r", "reference.drift", "--html", "/dev/null", "--save", "/dev/null"
    )
    assert told.code == 0
    assert Path("/dev/null").is_char_device()
    assert folder.is_dir()


def test_an_old_output_is_replaced_whole(folder: Path) -> None:
    (folder / "run.json").write_text("x" * 1_000_000, encoding="utf-8")
    drift("check", "all ok.parquet", "-r", "reference.drift", "--format", "json=run.json")
    assert json.loads((folder / "run.json").read_text(encoding="utf-8"))["verdict"] == "ok"


def test_a_failed_fit_leaves_the_old_reference(folder: Path) -> None:
    before = contents(folder)
    assert drift("fit", "no rows.parquet", "-o", "reference.drift").code == 2
    assert contents(folder) == before


# What data says on a terminal


@pytest.mark.parametrize("odd", ODD_NAMES)
def test_odd_names_are_learned_checked_and_not_obeyed(odd: str, folder: Path) -> None:
    frame = training().select(pl.col("seconds").alias(ODD_NAMES[odd]), "city")
    frame.write_parquet(folder / "odd.parquet")
    frame.with_columns(pl.nth(0) * 1000).write_parquet(folder / "broken.parquet")
    told = [drift("fit", "odd.parquet", "-o", "odd.drift")]
    assert told[0].code == 0, told[0].err
    told += [
        drift("check", f"{name}.parquet", "-r", "odd.drift", "--verbose", "--html", "page.html")
        for name in ("odd", "broken")
    ]
    assert [one.code for one in told] == [0, 0, 1]
    for one in told:
        assert all(character.isprintable() or character == "\n" for character in one.out + one.err)
    page = (folder / "page.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "<img" not in page


def test_a_path_cannot_write_on_the_screen() -> None:
    told = drift("check", "a\x1b[31m.csv", "-r", "reference.drift")
    assert told.code == 2
    assert "a·[31m.csv" in told.err
    assert plain("a\r\x9b\u202e\n") == "a···\n"


class Terminal(io.StringIO):
    """What is written to it is kept, and it is a terminal as far as Python asks."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("no_color", "coloured"), [(None, True), ("", True), ("1", False), ("0", False)])
def test_colours_are_for_terminals_whose_user_wants_them(
    no_color: str | None, *, coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By https://no-color.org: any value but an empty one turns them off."""
    if no_color is not None:
        monkeypatch.setenv("NO_COLOR", no_color)
    terminal = Terminal()
    monkeypatch.setattr("sys.stdout", terminal)
    with pytest.raises(SystemExit):
        main(["check", "all ok.parquet", "-r", "reference.drift"])
    assert ("\x1b[" in terminal.getvalue()) is coloured


def test_a_pipe_gets_no_colours() -> None:
    assert "\x1b[" not in drift("check", "all ok.parquet", "-r", "reference.drift").out


# Help, versions, and what is planned


@pytest.mark.parametrize("flag", ["-h", "--help"])
@pytest.mark.parametrize("command", [(), *((name,) for name in NAMES)])
def test_help_is_a_result(command: tuple[str, ...], flag: str) -> None:
    told = drift(*command, flag)
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith(f"Usage: drift{''.join(f' {name}' for name in command)} [OPTIONS]")


def test_help_after_other_arguments_is_the_same() -> None:
    assert drift("check", "x.csv", "--help").code == 0


def test_help_lists_every_command_and_option() -> None:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    assert tuple(group.commands) == NAMES
    for name, command in group.commands.items():
        assert name in drift("--help").out
        told = drift(name, "--help").out
        assert all(
            option in told for param in command.params for option in param.opts if option.startswith("-")
        )


def test_a_bare_command_shows_help_and_is_no_success() -> None:
    told = drift()
    assert (told.out, told.code) == ("", 2)
    assert told.err.startswith("Usage: drift ")


def test_the_version_is_told() -> None:
    from drift.record.version import drift_version  # noqa: PLC0415

    assert drift("--version").out == f"drift {drift_version()}\n"


def test_help_loads_neither_rich_nor_pydantic_nor_anything_of_the_library() -> None:
    """They take longer than all else together."""
    slow = {"rich", "pydantic", "polars", "numpy", "yaml", "hashlib", "importlib.metadata"}
    for arguments in (["--help"], ["check", "--help"], ["chek", "--format", "json"]):
        program = f"""
import sys
from drift.cli import main
try:
    main({arguments!r})
except SystemExit:
    light = ("drift.record", "drift.record.exit_code")
    own = [name for name in sys.modules if name.startswith("drift.") and name not in light]
    print("loaded", sorted({slow!r} & set(sys.modules)), own)
"""
        command = [sys.executable, "-c", program]
        run = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=True)  # noqa: S603 - our own program
        loaded = run.stdout.splitlines()[-1]
        assert loaded.startswith("loaded [] ")
        own = {name.split(".")[1] for name in ast.literal_eval(loaded.removeprefix("loaded [] "))}
        assert own <= {"cli", "errors", "report"}


@pytest.mark.parametrize(
    ("processors", "before", "arenas"),
    [
        (2, None, "narenas:1"),
        (3, None, "None"),
        (None, None, "narenas:1"),
        (2, "dirty_decay_ms:500", "dirty_decay_ms:500,narenas:1"),  # as a program that has polars leaves it
        (2, "narenas:4", "narenas:4"),
    ],
)
def test_a_process_of_ours_wastes_no_processor(
    processors: int | None, before: str | None, arenas: str
) -> None:
    """It looks for cycles rarely, and not at its end: that is registered before the command runs.

    polars hands out memory from one place where two processors at most would wait for it.
    """
    program = f"""
import atexit, gc, os, sys
names = ("OPENBLAS_NUM_THREADS", "PYDANTIC_DISABLE_PLUGINS", "_RJEM_MALLOC_CONF")
os.cpu_count = lambda: {processors}
told = lambda: print(gc.get_threshold()[0], gc.get_freeze_count() > 0, *map(os.environ.get, names))
atexit.register(told)
sys.argv = ["drift", "--version"]
from drift.cli import main
main()
"""
    settled = {"OPENBLAS_NUM_THREADS", "PYDANTIC_DISABLE_PLUGINS", "_RJEM_MALLOC_CONF"}
    environment = {name: value for name, value in ENVIRONMENT.items() if name not in settled}
    if before:
        environment["_RJEM_MALLOC_CONF"] = before
    command = [sys.executable, "-c", program]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)  # noqa: S603 - our own program
    assert run.stdout.splitlines()[-1] == f"500000 True 1 __all__ {arenas}"


# Processes


def test_a_reader_that_goes_away_is_no_error(folder: Path) -> None:
    """As in `drift check … | head -1`: the code is the verdict's, and Python does not complain."""
    reading, writing = os.pipe()
    os.close(reading)
    for arguments, code in (
        (("check", "a unit.parquet", "-r", "reference.drift", "--save", "run.drift"), 1),
        (("--help",), 0),
    ):
        started = process(*arguments, stdout=writing)
        _, err = started.communicate()
        assert started.returncode == code
        assert err in {"", f"wrote run.drift\n{kept_by('run.drift')}"}
    os.close(writing)
    assert (folder / "run.drift").exists()


def test_a_help_that_typer_writes_to_nobody_is_no_breach() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    started = process("check", "x.csv", "--help", stdout=writing)
    _, err = started.communicate()
    os.close(writing)
    assert started.returncode == 2
    assert err == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full disk to offer")
def test_a_full_disk_is_told() -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        started = process("check", "all ok.parquet", "-r", "reference.drift", stdout=full)
        _, err = started.communicate()
    assert started.returncode == 2
    assert err.startswith("error: standard output: cannot be written\n")
    assert "Traceback" not in err


def test_closed_streams_hurt_nobody() -> None:
    command = f"{sys.executable} -m drift.cli check 'a unit.parquet' -r reference.drift >&- 2>&-"
    run = subprocess.run(["/bin/sh", "-c", command], env=ENVIRONMENT, check=False)  # noqa: S603 - our own program
    assert run.returncode == 1


def test_a_terminal_of_few_characters_is_written_to() -> None:
    environment = {**ENVIRONMENT, "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "drift.cli", "check", "a unit.parquet", "-r", "reference.drift"]
    run = subprocess.run(command, env=environment, capture_output=True, check=False)  # noqa: S603 - our own program
    assert run.returncode == 1
    assert run.stdout.startswith(b"BREACH ")
    assert run.stdout.isascii()


def test_an_interrupt_ends_with_130_and_leaves_all_as_it_was(folder: Path) -> None:
    before = contents(folder)
    program = """
import sys
import drift.run
from drift.cli import main
def wait(*_, **__):
    print("ready", flush=True)
    import time
    time.sleep(60)
drift.run.check = wait
main(["check", "all ok.parquet", "-r", "reference.drift", "--save", "run.drift"])
"""
    started = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", program],
        env=ENVIRONMENT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert started.stdout is not None
    assert started.stdout.readline() == "ready\n"
    time.sleep(0.1)
    started.send_signal(signal.SIGINT)
    out, err = started.communicate()
    assert started.returncode == 130
    assert (out, err) == ("", "interrupted: no output is half written\n")
    assert contents(folder) == before
