"""Each peer in an environment of its own, as its documentation has it installed, and with what that lacks."""

from __future__ import annotations

import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ENVIRONMENTS: Final = Path(".venv-peers")
PROGRAMS: Final = Path(__file__).parent / "programs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A library that is asked which columns of a batch have changed.

    Attributes
    ----------
    name : str
        Its name, and, after `ask_`, that of its program in `programs/`.
    needs : tuple of str
        What is installed: the library, and the versions without which it does not import.
    """

    name: str
    needs: tuple[str, ...] = ()

    @property
    def python(self) -> Path:
        """The interpreter that has it; drift is in the one that runs this."""
        return ENVIRONMENTS / self.name / "bin" / "python" if self.needs else Path(sys.executable)

    @property
    def program(self) -> Path:
        """What asks it."""
        return PROGRAMS / f"ask_{self.name}.py"

    def install(self) -> None:
        """Make the environment, unless it is there."""
        done = ENVIRONMENTS / self.name / ".installed"
        if not self.needs or (done.exists() and done.read_text(encoding="utf-8") == " ".join(self.needs)):
            return
        print(f"installing {self.name}", flush=True)
        venv.create(ENVIRONMENTS / self.name, with_pip=True, clear=True)
        subprocess.run(  # noqa: S603 - the names above
            [self.python, "-m", "pip", "install", "--quiet", *self.needs], check=True
        )
        done.write_text(" ".join(self.needs), encoding="utf-8")


PEERS: Final = (
    Peer(name="drift"),
    Peer(name="evidently", needs=("evidently==0.7.23", "pandas<3.1", "pyarrow")),
    Peer(
        name="whylogs",
        needs=("whylogs[viz]==1.6.4", "numpy<2", "pandas<3", "scipy<1.14", "pyarrow<20"),
    ),
    Peer(name="nannyml", needs=("nannyml==0.13.1", "statsmodels", "setuptools<81", "pyarrow")),
    Peer(name="alibi_detect", needs=("alibi-detect==0.13.0", "pyarrow<20")),
    Peer(name="frouros", needs=("frouros==0.9.0", "pandas", "pyarrow")),
    Peer(
        name="deepchecks",
        needs=(
            "deepchecks==0.19.1",
            "scikit-learn<1.6",
            "numpy<2",
            "pandas<3",
            "category-encoders<2.7",
            "plotly<6",
            "pyarrow<20",
            "setuptools<81",
        ),
    ),
)
