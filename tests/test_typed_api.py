"""What a user's type checker makes of the public API: mypy, strict, on a program that uses drift."""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from typing import Final

import pytest

import drift

pytestmark = pytest.mark.slow  # half a minute: mypy reads polars and pydantic, too

ROOT: Final = Path(__file__).parents[1]

# Each public name, used as the documentation says; it is checked, and it is run.
PROGRAM: Final = """
from typing import Any, Literal, assert_type

import polars as pl

import drift

train = pl.DataFrame({"wait_s": [float(60 + i % 997) for i in range(2_000)]})
live = train.select(pl.col("wait_s") * 1000)

config = drift.load_config({"dataset": "trips"})
assert_type(config, drift.Config)
assert_type(drift.init(train), str)

reference = drift.fit(train, config=config)
assert_type(reference, drift.Reference)
options = drift.ReadOptions(columns=("wait_s",), limit=1_000)
assert_type(drift.fit(train, options=options), drift.Reference)
reference.save("reference.drift")
assert_type(drift.Reference.load("reference.drift"), drift.Reference)

run = drift.check(live, reference, batch="today", fail_on="warning", undecided="pass")
assert_type(run, drift.Run)
assert_type(run.verdict, Literal["breach", "warning", "ok", "undecided", "skipped"])
assert_type(run.exit_code, int)
assert_type(drift.check(live, "reference.drift"), drift.Run)
assert_type(drift.compare(train, live), drift.Run)

decisions = drift.accept(run, column="wait_s", until="2099-12-31", reason="known", by="Ana", file=None)
assert_type(decisions, tuple[drift.Acceptance, ...])
assert_type(drift.check(live, reference, accepted=decisions), drift.Run)
assert drift.load_accepted(decisions).accepted == decisions

assert_type(drift.promote(run, reference, accepted=decisions, reason="known"), drift.Reference)
assert len(drift.promote(run, reference, accepted=decisions).promotions) == 1

run.save("run.drift")
assert_type(drift.trends("run.drift").dataset, str)

part = drift.profile(live, reference=reference)
assert_type(part, drift.Profile)
part.save("part.drift")
assert_type(drift.merge([drift.profile(train[:1000]), drift.profile(train[1000:])]), drift.Profile)

drilled = drift.drill(train, reference, rows=50)
assert_type(drilled, drift.Drill)
assert_type(drilled.exit_code, int)

history = drift.History("history.db")
assert_type(history.add(run).rows, int)
assert_type([past.batch for past in history.runs("trips")], list[str])
planned = drift.power(reference, 1_000)
assert_type(planned, drift.Power)
assert_type(planned["wait_s"].changes["shift"].size, float | None)

found = drift.reconcile(train, train, key="wait_s")
assert_type(found, drift.Reconciliation)
assert_type(found.missing.keys, int)
assert_type(found.exit_code, int)

diagnosis = run["wait_s"].diagnosis
assert diagnosis is not None
assert_type(diagnosis.fault, str)
assert_type(diagnosis.share, float | None)
for column in run.breaches:
    assert_type(column.name, str)
    for finding in column.findings:
        assert_type(finding.why, str)
    for judged in column.measurements:
        assert_type(judged.measurement.value, float)
        assert_type(judged.tolerance, float | None)

assert_type(run.to_dict(), dict[str, Any])
forms = [run.to_text(width=80), run.to_json(), run.to_markdown(), run.to_junit()]
assert_type([*forms, run.to_github(), run.to_gitlab(), run.to_openmetrics(), run.to_slack()], list[str])
assert_type(run.to_html(), str)
assert_type(run.to_frame(), pl.DataFrame)
assert_type(run.plot("wait_s").svg, str)
assert_type(drift.promote(run, reference, accepted=decisions, reason="known"), drift.Reference)
assert len(drift.promote(run, reference, accepted=decisions).promotions) == 1

run.save("run.drift")
assert_type(drift.Run.load("run.drift"), drift.Run)
assert_type(drift.load("run.drift"), drift.Reference | drift.Profile | drift.Run)

try:
    run.raise_for_breach()
except drift.DriftBreach as breach:
    assert_type(breach.run, drift.Run)

try:
    drift.check(live, "nosuch.drift")
except drift.DriftError as error:
    assert_type(error.kind, str)
    assert_type(error.retryable, bool)
print(run.verdict, diagnosis.fault)
"""

# Each is wrong in one way; the code that mypy has for it.
MISTAKES: Final = {
    "drift.fitt(1)": "attr-defined",
    "drift.fit()": "call-arg",
    "drift.fit(1, confg={})": "call-arg",
    "drift.check(1, 2)": "arg-type",
    "drift.check(1, 'r', fail_on='always')": "arg-type",
    "drift.check(1, 'r').verdicts": "attr-defined",
    "drift.check(1, 'r')['x'].diagnosis.fault": "union-attr",
    "drift.check(1, 'r').verdict = 'ok'": "misc",
    "drift.merge(1)": "arg-type",
}


@pytest.fixture(scope="module")
def interpreter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a Python of its own whose packages are this drift and what it needs, as after an install."""
    folder = tmp_path_factory.mktemp("user")
    venv.create(folder, with_pip=False)
    scheme = {"base": str(folder), "platbase": str(folder)}
    packages = Path(sysconfig.get_path("purelib", "venv", scheme))
    (packages / "drift.pth").write_text(f"{ROOT}\n{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    return Path(sysconfig.get_path("scripts", "venv", scheme)) / Path(sys.executable).name


def checked(program: str, folder: Path, interpreter: Path) -> subprocess.CompletedProcess[str]:
    """Return what mypy says of a program, without any settings but its strict ones."""
    (folder / "program.py").write_text(program, encoding="utf-8")
    (folder / "mypy.ini").write_text("[mypy]\n", encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--python-executable", str(interpreter)]
    command += ["--cache-dir", str(interpreter.parents[1] / "cache"), "program.py"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - our own program


def test_the_package_says_that_it_is_typed() -> None:
    assert (Path(drift.__file__).parent / "py.typed").is_file()


def test_a_program_that_uses_all_of_it_is_well_typed_and_runs(tmp_path: Path, interpreter: Path) -> None:
    told = checked(PROGRAM, tmp_path, interpreter)
    assert (told.stdout, told.returncode) == ("Success: no issues found in 1 source file\n", 0), told.stderr
    command = [str(interpreter), "program.py"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S603 - our own program
    assert (run.stdout, run.stderr) == ("breach unit_change\n", "")
    assert [name for name in drift.__all__ if not re.search(rf"\bdrift\.{name}\b", PROGRAM)] == []


def test_a_mistake_is_caught_where_it_is_made(tmp_path: Path, interpreter: Path) -> None:
    told = checked("\n".join(["import drift", *MISTAKES]), tmp_path, interpreter).stdout
    for line, code in enumerate(MISTAKES.values(), start=2):
        assert any(
            one.startswith(f"program.py:{line}:") and one.endswith(f"[{code}]") for one in told.splitlines()
        ), told
