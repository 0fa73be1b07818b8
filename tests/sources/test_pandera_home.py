"""Pandera is imported without waking Spark; a stand-in for PySpark tells whether it was."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

PACKAGE: Final = Path(__file__).parents[2]
TOLD: Final = "print([name for name in sys.modules if name.split('.')[0] == 'pyspark'])"
VARIABLES: Final = ("SPARK_LOCAL_IP", "PYARROW_IGNORE_TIMEZONE")
ENVIRONMENT: Final = f"print([os.environ.get(name) for name in {VARIABLES}])"


@pytest.fixture
def stand_in(tmp_path: Path) -> Path:
    folder = tmp_path / "pyspark" / "pandas"
    folder.mkdir(parents=True)
    for place in (folder.parent, folder):
        (place / "__init__.py").write_text("", encoding="utf-8")
    return tmp_path


def printed(code: str, stand_in: Path) -> list[str]:
    environment = {k: v for k, v in os.environ.items() if k not in VARIABLES}
    environment["PYTHONPATH"] = os.pathsep.join([str(stand_in), str(PACKAGE)])
    ran = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", f"import os, sys\n{code}\n{TOLD}\n{ENVIRONMENT}"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout.splitlines()


UNSET: Final = "[None, None]"


def test_panderas_own_import_wakes_spark(stand_in: Path) -> None:
    """Where it does no more, there is nothing left to keep out, and our module can go."""
    assert "pyspark.pandas" in printed("import pandera.polars", stand_in)[0]


def test_ours_does_not_and_leaves_the_environment_as_it_was(stand_in: Path) -> None:
    assert printed("import drift.sources.validation", stand_in) == ["[]", UNSET]


def test_spark_that_was_there_before_stays(stand_in: Path) -> None:
    modules, environment = printed("import pyspark.pandas, drift.sources.validation", stand_in)
    assert modules == "['pyspark', 'pyspark.pandas']"
    assert environment == UNSET
