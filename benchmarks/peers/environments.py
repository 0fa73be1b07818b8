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
    library : str
        Its name, and, after `ask_`, that of its program in `programs/`.
    needs : tuple of str
        What is installed: the library, and the versions without which it does not import.
    setting : str
        What its program is told beside the tables; empty for the library's defaults.
    """

    library: str
    needs: tuple[str, ...] = ()
    setting: str = ""

    @property
    def name(self) -> str:
        """What it is called in tables."""
        return f"{self.library} {self.setting}".rstrip()

    @property
    def version(self) -> str:
        """Return the requirement of the library itself, its version with it; nothing for drift."""
        return self.needs[0] if self.needs else ""

    @property
    def python(self) -> Path:
        """The interpreter that has it; drift is in the one that runs this."""
        return ENVIRONMENTS / self.library / "bin" / "python" if self.needs else Path(sys.executable)

    @property
    def program(self) -> Path:
        """What asks it."""
        return PROGRAMS / f"ask_{self.library}.py"

    def install(self) -> None:
        """Make the environment, unless it is there.

        By uv, in seconds; what pip does for TensorFlow Data Validation takes it longer than anyone waits.
        """
        home = ENVIRONMENTS / self.library
        done = home / ".installed"
        if not self.needs or (done.exists() and done.read_text(encoding="utf-8") == " ".join(self.needs)):
            return
        print(f"installing {self.library}", file=sys.stderr, flush=True)
        venv.create(home, clear=True)
        subprocess.run(  # noqa: S603 - the names above
            [_uv(), "pip", "install", "--quiet", "--python", self.python, *self.needs], check=True
        )
        done.write_text(" ".join(self.needs), encoding="utf-8")


def _uv() -> Path:
    """Return uv, installed into an environment of its own."""
    home = ENVIRONMENTS / "uv"
    tool = home / "bin" / "uv"
    if not tool.exists():
        venv.create(home, with_pip=True, clear=True)
        subprocess.run(  # noqa: S603 - our own interpreter
            [home / "bin" / "python", "-m", "pip", "install", "--quiet", "uv"], check=True
        )
    return tool


_NANNYML: Final = ("nannyml==0.13.1", "statsmodels", "setuptools<81", "pyarrow")

PEERS: Final = (
    Peer(library="drift"),
    Peer(library="evidently", needs=("evidently==0.7.23", "pandas<3.1", "pyarrow")),
    Peer(
        library="whylogs",
        needs=("whylogs[viz]==1.6.4", "numpy<2", "pandas<3", "scipy<1.14", "pyarrow<20"),
    ),
    Peer(library="nannyml", needs=_NANNYML),
    Peer(library="nannyml", needs=_NANNYML, setting="batch"),
    Peer(library="alibi_detect", needs=("alibi-detect==0.13.0", "pyarrow<20")),
    Peer(library="frouros", needs=("frouros==0.9.0", "pandas", "pyarrow")),
    Peer(
        library="deepchecks",
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
    Peer(
        library="tfdv",
        needs=("tensorflow-data-validation==1.16.1", "dill", "pyarrow", "setuptools<81"),
    ),
    Peer(library="popmon", needs=("popmon==1.4.12", "pandas<3", "pyarrow", "setuptools<81")),
)
