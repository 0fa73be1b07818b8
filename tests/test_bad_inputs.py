"""What cannot be checked ends with code 2 and one message that helps, and leaves every file as it was."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

import polars as pl
import pytest

import drift as library
from command_line import contents, drift

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Making = bytes | Callable[[Path], bytes]

PNG: Final = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010806000000")
ROWS: Final = 600
PACKED: Final = gzip.compress(b"seconds,city\n" + b"1,Porto\n" * 1_000)
OLD: Final = b"what stood here before"
CHECK: Final = ("check", "live.csv", "-r", "reference.drift", "--html", "old.html", "--save", "old.run")
FIT: Final = ("fit", "train.csv", "-o", "old.drift")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bad:
    """A command that cannot be carried out: its arguments, the file it fails on, and words of its message."""

    name: str
    arguments: tuple[str, ...]
    words: tuple[str, ...]
    kind: str
    files: dict[str, Making] = field(default_factory=dict)


def of_check(name: str, kind: str, *words: str, more: tuple[str, ...] = (), **made: Making) -> Bad:
    """Return a check that fails with options beside its usual ones."""
    return Bad(name=name, arguments=(*CHECK, *more), words=words, kind=kind, files=_named(made))


def of_live(name: str, live: str, kind: str, *words: str, made: Making | None = None) -> Bad:
    """Return a check that fails on the data, and which the file's name is told of."""
    files = {} if made is None else {live: made}
    arguments = ("check", live, *CHECK[2:])
    return Bad(name=name, arguments=arguments, words=(live.strip("*"), *words), kind=kind, files=files)


def of_reference(name: str, kind: str, *words: str, made: Making) -> Bad:
    """Return a check that fails on its reference."""
    arguments = (*CHECK[:3], "bad.drift", *CHECK[4:])
    return Bad(
        name=name, arguments=arguments, words=("bad.drift", *words), kind=kind, files={"bad.drift": made}
    )


def of_fit(name: str, kind: str, *words: str, more: tuple[str, ...] = (), **made: Making) -> Bad:
    """Return a fit that fails with options beside its usual ones."""
    return Bad(name=name, arguments=(*FIT, *more), words=words, kind=kind, files=_named(made))


def of_fit_data(name: str, kind: str, *words: str, made: bytes) -> Bad:
    """Return a fit that fails on its data."""
    arguments = ("fit", "bad.csv", *FIT[2:])
    return Bad(name=name, arguments=arguments, words=("bad.csv", *words), kind=kind, files={"bad.csv": made})


def _named(made: dict[str, Making]) -> dict[str, Making]:
    return {name.replace("_", "."): content for name, content in made.items()}


def changed_byte(folder: Path) -> bytes:
    data = bytearray((folder / "reference.drift").read_bytes())
    data[len(data) // 2] ^= 1
    return bytes(data)


def half(name: str) -> Callable[[Path], bytes]:
    return lambda folder: (folder / name).read_bytes()[: (folder / name).stat().st_size // 2]


def copy(name: str) -> Callable[[Path], bytes]:
    return lambda folder: (folder / name).read_bytes()


CONFIG: Final = ("--config", "bad.yaml")
BAD: Final = (
    # data that is not there
    of_live("no such file", "nosuch.csv", "input_not_found", "no such file"),
    of_live("a name one letter off", "livee.csv", "input_not_found", "did you mean `live.csv`?"),
    of_live("no such folder", "nowhere/live.csv", "input_not_found", "there is no folder nowhere"),
    of_live("a glob that matches nothing", "*.nothing", "input_not_found", "no file has a name like this"),
    # data that cannot be read
    of_live("an empty file", "bad.csv", "input_unreadable", "empty", made=b""),
    of_live("a file of NULs", "bad.csv", "input_unreadable", "NUL", made=bytes(5000)),
    of_live(
        "a truncated Parquet file",
        "bad.parquet",
        "input_unreadable",
        "cannot be read",
        made=half("live.parquet"),
    ),
    of_live(
        "text that is called Parquet", "bad.parquet", "input_unreadable", "cannot be read", made=b"a,b\n1,2"
    ),
    of_live("a line too long", "bad.csv", "input_unreadable", "line 3", made=b"a,b\n1,2\n1,2,3\n4,5\n"),
    of_live("a line too short", "bad.csv", "input_unreadable", "line 3", made=b"a,b\n1,2\n1\n4,5\n"),
    of_live("Latin-1", "bad.csv", "input_unreadable", "UTF-8", made="city\nPorto\nÉvora\n".encode("latin-1")),
    of_live("UTF-16", "bad.csv", "input_unreadable", "UTF-16", made="city\nPorto\n".encode("utf-16")),
    of_live(
        "a quote that is never closed",
        "bad.csv",
        "input_unreadable",
        "line 2",
        "quote",
        made=b'a,b\n1,"2\n3,4\n',
    ),
    of_live("a column named twice", "bad.csv", "input_unreadable", "`a`", "twice", made=b"a,a\n1,2\n"),
    of_live("a picture", "bad.png", "input_unsupported", "Parquet, CSV", made=PNG),
    of_fit_data("training data without rows", "nothing_to_learn", "no rows", made=b"a,b\n"),
    of_live("half a line of JSON", "bad.ndjson", "input_unreadable", "line 2", made=b'{"a": 1}\n{"a"'),
    of_live("a list in JSON", "bad.jsonl", "input_unreadable", "one JSON list", made=b'[{"a": 1}]'),
    of_live(
        "half an Arrow file",
        "bad.arrow",
        "input_unreadable",
        "cannot be read",
        made=b"ARROW1" + bytes(90),
    ),
    of_live("half an Arrow stream", "bad.arrows", "input_unreadable", "cut off", made=b"\xff\xff\xff\xff@"),
    of_live("half a gzip file", "bad.csv", "input_unreadable", "cannot be read", made=PACKED[:-9]),
    of_live("bzip2", "bad.csv.bz2", "input_unsupported", "bzip2", made=b"BZh91AY&SY"),
    of_live("a directory without data", "folder", "input_not_found", "no data file"),
    of_check("columns that there are not", "column_not_found", "`nosuch`", more=("--columns", "nosuch")),
    of_check("no rows at all", "usage", "limit", more=("--limit", "0")),
    of_check("no such input format", "usage", "`jsn`", "`ndjson`", more=("--input-format", "jsn")),
    of_check("two separators", "usage", "separator", more=("--separator", "||")),
    of_check("another separator", "input_unreadable", "live.csv", more=("--separator", ";")),
    of_fit(
        "a feature that there is not",
        "column_not_found",
        "bad.txt, line 3",
        "`secons`",
        "did you mean `seconds`?",
        more=("--features", "bad.txt"),
        bad_txt=b"# features\n\nsecons\n",
    ),
    # data of a form that is planned
    of_live("a URL", "hdfs://host/live.parquet", "not_built", "a URL of hdfs is not built yet"),
    # references
    of_reference("a picture as reference", "file_damaged", "not a reference that drift wrote", made=PNG),
    of_reference("CSV as reference", "file_damaged", "not a reference", made=copy("live.csv")),
    of_reference("Parquet as reference", "file_damaged", "not a reference", made=copy("live.parquet")),
    of_reference("one changed byte", "file_damaged", "digest", made=changed_byte),
    of_reference("half a reference", "file_damaged", "cut off", made=half("reference.drift")),
    of_reference("an empty reference", "file_damaged", "0 bytes", made=b""),
    of_reference("a run as reference", "file_incompatible", "a run, where a reference", made=copy("a.run")),
    Bad(
        name="no such reference",
        arguments=("check", "live.csv", "-r", "nosuch.drift"),
        words=("nosuch.drift", "no such file"),
        kind="input_not_found",
    ),
    Bad(
        name="a directory as reference",
        arguments=("check", "live.csv", "-r", "folder"),
        words=("folder", "cannot be read", "directory"),
        kind="input_unreadable",
    ),
    # configs
    of_fit("no such config", "config", "bad.yaml", "no such file", more=CONFIG),
    of_fit(
        "a misspelt key",
        "config",
        "bad.yaml line 2",
        "`sensitivty`",
        "did you mean `sensitivity`?",
        more=CONFIG,
        bad_yaml=b"dataset: trips\nsensitivty: high\n",
    ),
    of_fit("a wrong value", "config", "bad.yaml line 1", "sample", more=CONFIG, bad_yaml=b"sample: many\n"),
    of_fit(
        "a unit that there is not",
        "config",
        "bad.yaml line 3: `columns.seconds.unit`: `secnd`",
        "did you mean `second`",
        more=CONFIG,
        bad_yaml=b"version: 1\ncolumns:\n  seconds: {unit: secnd}\n",
    ),
    of_fit(
        "a kind that a column cannot be",
        "config",
        "bad.yaml line 2: `columns.city.kind`",
        "is no number",
        more=CONFIG,
        bad_yaml=b"columns:\n  city: {kind: number}\n",
    ),
    of_fit("not YAML", "config", "bad.yaml", "line", more=CONFIG, bad_yaml=b"a: [1, 2\nb: }"),
    of_fit("a picture as config", "config", "bad.yaml", "UTF-8", more=CONFIG, bad_yaml=PNG),
    of_fit(
        "a segment that is no column",
        "column_not_found",
        "train.csv",
        "`secons`, which `segments` names",
        "did you mean `seconds`?",
        more=CONFIG,
        bad_yaml=b"segments: [secons]\n",
    ),
    of_fit(
        "a column that the data lacks",
        "column_not_found",
        "train.csv",
        "`secons`",
        "did you mean `seconds`?",
        more=CONFIG,
        bad_yaml=b"columns: {secons: {unit: second}}\n",
    ),
    of_check(
        "a column that the reference lacks",
        "column_not_found",
        "`secons`",
        "did you mean `seconds`?",
        more=CONFIG,
        bad_yaml=b"columns: {secons: {tolerance: 0.5}}\n",
    ),
    of_check(
        "a key that counts when fitting",
        "config",
        "when fitting",
        "time",
        more=CONFIG,
        bad_yaml=b"time: started_at\n",
    ),
    of_fit("a time column of words", "config", "`city`", "no times", more=("--time", "city")),
    of_fit(
        "no such time column", "column_not_found", "`startd_at`", "started_at", more=("--time", "startd_at")
    ),
    # outputs
    of_check(
        "a file where a folder is wanted",
        "output_not_written",
        "live.csv/x",
        more=("--format", "json=live.csv/x"),
    ),
    of_check("a directory as output", "output_not_written", "a directory", more=("--format", "text=folder")),
    of_check("an output over the data", "usage", "overwrite", "data", more=("--format", "json=live.csv")),
    of_check(
        "an output over the reference", "usage", "overwrite", more=("--format", "json=./reference.drift")
    ),
    of_check("an output by a link to the data", "usage", "overwrite", more=("--format", "json=link.csv")),
    of_check(
        "two outputs in one file", "usage", "--save", "--format json", more=("--format", "json=old.run")
    ),
    Bad(
        name="a reference over its data",
        arguments=("fit", "train.csv", "-o", "train.csv"),
        words=("overwrite", "train.csv"),
        kind="usage",
    ),
    # the command line
    of_check(
        "two formats on standard output",
        "usage",
        "two formats",
        more=("--format", "json", "--format", "text"),
    ),
    of_check("no such format", "usage", "`jsn`", "did you mean `json`?", more=("--format", "jsn")),
    of_check("a format without its file", "usage", "names no file", more=("--format", "json=")),
    of_check(
        "no such verdict to fail on", "usage", "--fail-on", "bogus", "warning", more=("--fail-on", "bogus")
    ),
    of_check("no such word for undecided", "usage", "--undecided", more=("--undecided", "bogus")),
    of_check("a misspelt option", "usage", "`--vebose`", "did you mean `--verbose`?", more=("--vebose",)),
    of_check("an option without its value", "usage", "--batch", more=("--batch",)),
    of_check(
        "rows chosen on a cluster",
        "usage",
        "`--limit` is not for `--engine spark`",
        more=("--engine", "spark", "--limit", "5"),
    ),
    of_check("a time that is none", "usage", "`--as-of` must be", more=("--as-of", "yesterday")),
    of_fit("no such engine", "usage", "--engine", "spark", more=("--engine", "dask")),
    Bad(name="no data", arguments=("check",), words=("DATA",), kind="usage"),
    Bad(name="no reference", arguments=("check", "live.csv"), words=("--reference",), kind="usage"),
    Bad(name="no such command", arguments=("chek",), words=("`chek`", "`check`"), kind="usage"),
)


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return sound files: data, a reference, a run."""
    folder = tmp_path_factory.mktemp("material")
    frame = pl.DataFrame(
        {
            "seconds": [float(60 + i * 37 % 997) for i in range(ROWS)],
            "city": [("Porto", "Braga", "Évora")[i % 3] for i in range(ROWS)],
            "started_at": [datetime(2026, 1, 1 + i % 28, i % 24) for i in range(ROWS)],  # noqa: DTZ001 - as in CSV
        }
    )
    for name in ("train", "live"):
        frame.write_csv(folder / f"{name}.csv")
    frame.write_parquet(folder / "live.parquet")
    library.fit(str(folder / "train.csv")).save(folder / "reference.drift")
    library.check(str(folder / "live.csv"), folder / "reference.drift").save(folder / "a.run")
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def folder(tmp_path: Path, material: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of sound files, in which the command is run."""
    for name, content in material.items():
        (tmp_path / name).write_bytes(content)
    for name in ("old.html", "old.run", "old.drift"):
        (tmp_path / name).write_bytes(OLD)
    (tmp_path / "folder").mkdir()
    (tmp_path / "link.csv").symlink_to("live.csv")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.name)
def test_what_is_bad_is_told_once_and_changes_nothing(bad: Bad, folder: Path) -> None:
    for name, made in bad.files.items():
        (folder / name).write_bytes(made if isinstance(made, bytes) else made(folder))
    before = contents(folder)
    told = drift(*bad.arguments)
    assert told.code == 2, told.out
    assert told.out == "" or "json" in bad.arguments
    assert told.err.startswith("error: ")
    assert told.err.count("error: ") == 1
    assert "Traceback" not in told.err
    assert "internal" not in told.err
    assert [word for word in bad.words if word not in told.err] == [], told.err
    assert contents(folder) == before


@pytest.mark.parametrize(
    "bad",
    [bad for bad in BAD if bad.arguments[0] == "check" and "json" not in bad.arguments],
    ids=lambda bad: bad.name,
)
def test_what_is_bad_is_told_as_json_where_json_was_asked_for(bad: Bad, folder: Path) -> None:
    for name, made in bad.files.items():
        (folder / name).write_bytes(made if isinstance(made, bytes) else made(folder))
    told = drift(bad.arguments[0], "--format", "json", *bad.arguments[1:])
    assert told.code == 2
    assert set(told.document) == {"error"}
    assert set(told.document["error"]) == {"kind", "message", "retryable"}
    assert told.document["error"]["kind"] == bad.kind
    assert told.document["error"]["retryable"] is (bad.kind in {"input_not_found", "output_not_written"})
    assert [word for word in bad.words if word not in told.document["error"]["message"]] == []


@pytest.mark.usefixtures("folder")
def test_a_reference_that_may_not_be_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may read everything, so the system's refusal is played."""

    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("pathlib.Path.read_bytes", refuse)
    told = drift("check", "live.csv", "-r", "reference.drift")
    assert told.code == 2
    assert "reference.drift: cannot be read" in told.err
    assert "Permission denied" in told.err


def test_an_output_that_cannot_be_written_names_what_was(folder: Path) -> None:
    """The page's folder comes to be a file only when the run has been saved there."""
    told = drift("check", "live.csv", "-r", "reference.drift", "--save", "new", "--html", "new/page.html")
    assert told.code == 2
    assert "new/page.html: cannot be written" in told.err
    assert "state:    new was written; new/page.html is as it was" in told.err
    assert library.Run.load(folder / "new").verdict == "ok"


def test_a_defect_of_ours_is_no_verdict(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Panic(BaseException):
        """What polars raises where it did not expect something is no `Exception` either."""

    def fail(*_: object, **__: object) -> None:
        raise Panic("first line\nsecond line")

    monkeypatch.setattr("drift.run.check", fail)
    before = contents(folder)
    told = drift(*CHECK)
    assert told.code == 2
    assert told.err.startswith("error: internal error: Panic: first line\n")
    assert "Traceback" not in told.err
    assert contents(folder) == before


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("verbose", ["--verbose", "-v", "-qv"])
def test_only_verbose_shows_a_traceback(verbose: str) -> None:
    told = drift("check", "nosuch.csv", "-r", "reference.drift", verbose)
    assert told.code == 2
    assert "Traceback" in told.err
    assert "error: nosuch.csv" in told.err


@pytest.mark.parametrize("live", ["nosuch.csv", "bad.csv"])
def test_a_real_process_ends_with_two(folder: Path, live: str) -> None:
    (folder / "bad.csv").write_bytes(b"a,b\n1,2,3\n")
    before = contents(folder)
    command = [sys.executable, "-m", "drift.cli", "check", live, *CHECK[2:], "--format", "json"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)  # noqa: S603 - our own program
    assert run.returncode == 2
    assert run.stdout.startswith('{"error": ')
    assert live in run.stderr
    assert "Traceback" not in run.stderr
    assert contents(folder) == before
