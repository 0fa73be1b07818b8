"""Each dependency has one home, is declared, is used, and is loaded by those commands only that need it."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl
import pytest

import drift
from package_imports import imports_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from package_imports import Import

TOP: Final = Path(__file__).parents[1]
PACKAGE: Final = TOP / "drift"
OWNERS: Final = packages_distributions()

ANYWHERE: Final = ("numpy", "polars")
HOMES: Final = {
    "adbc_driver_postgresql": ("sources.sql_arrow",),
    "airflow": ("integrations.airflow",),
    "backports": ("sources.compression",),
    "deltalake": ("sources.lake",),
    "duckdb": ("sources.sql_arrow",),
    "evidently": ("report.evidently",),
    "jinja2": ("report",),
    "junitparser": ("report.junit",),
    "mlflow": ("integrations.mlflow",),
    "obstore": ("stores.objects",),
    "openlineage": ("integrations.openlineage",),
    "pandas": ("sources.pandas_frames", "report.evidently", "integrations.pandera"),
    "pandera": ("sources", "integrations.pandera"),
    "pint": ("diagnose",),
    "polars_hash": ("profile",),
    "pyarrow": ("engines.spark", "sources.sql_arrow"),
    "pydantic": ("config",),
    "pydantic_core": ("config",),
    "pyspark": ("engines.spark",),
    "rich": ("report", "cli"),
    "scipy": ("compare", "diagnose", "judge"),
    "sklearn": ("compare.domain",),
    "threadpoolctl": ("compare.domain",),
    "typer": ("cli",),
    "yaml": ("config",),
}

# Imported, yet not declared: another one promises it.
COMES_WITH: Final = {"pydantic-core": "pydantic"}

# Declared, yet not installed here: what installs a module that only users have.
ELSEWHERE: Final = {"airflow": "apache-airflow"}

# What a command's help must not wait for, and what `fit` and `check` must never load.
SLOW_TO_IMPORT: Final = ("evidently", "numpy", "pandas", "pandera", "pint", "plotly", "polars", "scipy")
# What of the diagnosis a check asks of every column, or of the batch, and what it loads only where a column
# changed, or the config, the data or the command line ask for it.
IN_EVERY_CHECK: Final = ("diagnosis", "duplicates", "frozen")
ONLY_WHERE_ASKED: Final = (
    *("drift.judge.change", "drift.judge.code", "drift.judge.copies", "drift.judge.evidently"),
    *("drift.judge.findings.identifiers", "drift.judge.findings.levels", "drift.judge.findings.numbers"),
    *("drift.judge.findings.texts", "drift.judge.findings.times", "drift.judge.past_rows"),
    *("drift.judge.promotion", "drift.judge.related_movement", "drift.judge.renamed"),
    *("drift.judge.segments", "drift.judge.sequential", "drift.judge.swapped", "drift.judge.together"),
    *("drift.judge.user_schema", "drift.judge.waivers", "drift.record.history", "drift.record.run_file"),
    *("drift.run.evidence", "drift.run.remembering", "drift.run.repeated", "drift.run.trending"),
    *("drift.sources.csv", "drift.sources.ndjson", "drift.sources.sql"),
)
NEVER_IN_A_CHECK: Final = ("airflow", "evidently", "mlflow", "pandas", "plotly", "pyspark", "sklearn")


def third_party(package: Path) -> list[Import]:
    """Return the imports that are neither the package's own nor Python's."""
    own = {package.name, "compression", *sys.stdlib_module_names}  # Python's own from 3.14 on
    return [found for found in imports_of(package) if top(found.target) not in own]


def top(module: str) -> str:
    """Return the name that a module is installed under."""
    return module.partition(".")[0]


def strangers(package: Path) -> list[str]:
    """Return the imports that stand outside the home of what they import."""
    return [
        found.place
        for found in third_party(package)
        if top(found.target) not in ANYWHERE and not _at_home(found, HOMES.get(top(found.target), ()))
    ]


def _at_home(found: Import, homes: Iterable[str]) -> bool:
    place = found.module.partition(".")[2]
    return any(place == home or place.startswith(f"{home}.") for home in homes)


def normal(name: str) -> str:
    """Return a distribution's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(*, extras: bool) -> set[str]:
    """Return the distributions that pyproject.toml asks for, with its extras for users or without."""
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = list(project["dependencies"])
    if extras:
        optional = project["optional-dependencies"]
        wanted += [line for extra, lines in optional.items() if extra != "dev" for line in lines]
    return {normal(re.split(r"[^\w.-]", line, maxsplit=1)[0]) for line in wanted}


def owners_of(module: str) -> set[str]:
    """Return the distributions that install a module; one that is not installed counts as its own."""
    names = {normal(name) for name in OWNERS.get(module, [ELSEWHERE.get(module, module)])}
    return {COMES_WITH.get(name, name) for name in names}


def loaded_by(program: str) -> set[str]:
    """Return the packages that a fresh interpreter has imported after a program."""
    return {top(module) for module in modules_loaded_by(program)}


def modules_loaded_by(program: str) -> set[str]:
    """Return the names of what a fresh interpreter has imported after a program."""
    shown = f"{program}\nimport sys\nprint('loaded', *sys.modules)"
    run = subprocess.run([sys.executable, "-c", shown], capture_output=True, text=True, check=False)  # noqa: S603 - our own program
    assert run.returncode == 0, run.stderr
    return set(run.stdout.splitlines()[-1].split()[1:])


def test_each_dependency_stays_in_its_home() -> None:
    assert strangers(PACKAGE) == []


def test_what_is_imported_is_declared() -> None:
    known = declared(extras=True)
    undeclared = [
        found.place for found in third_party(PACKAGE) if known.isdisjoint(owners_of(top(found.target)))
    ]
    assert undeclared == []


def test_what_is_declared_is_imported() -> None:
    imported = {name for found in third_party(PACKAGE) for name in owners_of(top(found.target))}
    assert declared(extras=False) - imported == set()


def test_the_command_line_starts_without_what_is_slow_to_import() -> None:
    assert loaded_by("import drift.cli").isdisjoint(SLOW_TO_IMPORT)


def test_a_check_of_what_is_as_it_was_loads_nothing_that_tells_what_changed(tmp_path: Path) -> None:
    data = pl.DataFrame({"number": [(i * 0.618) % 97 for i in range(2000)], "text": ["a", "b"] * 1000})
    data.write_parquet(tmp_path / "data.parquet")
    drift.fit(data).save(tmp_path / "reference.drift")
    check = f"""
import drift
print(drift.check({str(tmp_path / "data.parquet")!r}, {str(tmp_path / "reference.drift")!r}).verdict)
"""
    loaded = modules_loaded_by(check)
    assert {top(module) for module in loaded}.isdisjoint({"scipy", "pandera", "sqlite3"})
    diagnoses = {module for module in loaded if module.startswith("drift.diagnose.")}
    assert diagnoses <= {f"drift.diagnose.{one}" for one in IN_EVERY_CHECK}
    assert {module for module in loaded if module.startswith(ONLY_WHERE_ASKED)} == set()


def test_a_check_never_loads_what_only_reports_and_clusters_need() -> None:
    """Pandas comes with pandera's import, and is not for us to keep out then."""
    check = """
import polars, drift
data = polars.DataFrame({"x": range(1000)})
drift.check(data, drift.fit(data))
"""
    loaded = loaded_by(check)
    assert (loaded - loaded_by("import pandera.polars")).isdisjoint(NEVER_IN_A_CHECK)
    assert "pyspark" not in loaded  # which pandera's own import brings in


@pytest.mark.parametrize(
    ("file", "source", "caught"),
    [
        ("compare/ks.py", "import pandera.polars as pa\n", True),
        ("sources/validation.py", "import pandera.polars as pa\n", False),
        ("compare/ks.py", "def lazy() -> None:\n    from rich.table import Table\n", True),
        ("cli.py", "from rich.table import Table\n", False),
        ("report/html.py", "import evidently\n", True),
        ("report/evidently.py", "import evidently\n", False),
        ("judge/verdict.py", "import something_new\n", True),
        ("judge/verdict.py", "import polars as pl\nimport scipy.stats\nimport json\n", False),
    ],
)
def test_an_import_outside_its_home_is_caught(
    tmp_path: Path, file: str, source: str, *, caught: bool
) -> None:
    path = tmp_path / "drift" / file
    path.parent.mkdir(parents=True)
    path.write_text(source, encoding="utf-8")
    assert bool(strangers(tmp_path / "drift")) is caught
