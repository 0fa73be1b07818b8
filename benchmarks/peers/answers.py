"""What a library answers: its program is run once, on all questions, and each line that it prints is kept."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.peers.environments import Peer
    from benchmarks.peers.questions import Question

ROOT: Final = Path(__file__).parents[2]
SPARE: Final = 300  # seconds of the processor, beyond those of its questions, after which a program is ended
QUIET: Final = {"NML_DISABLE_USAGE_LOGGING": "1", "TF_CPP_MIN_LOG_LEVEL": "3"}  # neither calls home nor logs


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a library says of one pair.

    Attributes
    ----------
    question, pair : int
        Which.
    batch : bool
        Whether the batch is in alarm, by the library's own rule.
    columns : dict of str to str
        The columns in alarm, and what it says of each.
    error : str or None
        What it ended with instead.
    """

    question: int
    pair: int
    batch: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    error: str | None = None


def ask(peer: Peer, questions: Sequence[Question], seconds: float) -> list[Answer]:
    """Return a library's answers: of each question those begun within so many seconds of the processor."""
    asked = {
        "seconds": seconds,
        "questions": [[pair.as_json() for pair in question.pairs] for question in questions],
    }
    most = int(seconds * len(questions)) + SPARE
    ran = subprocess.run(  # noqa: S603 - our own programs
        [peer.python, "-W", "ignore", peer.program, *peer.setting.split()],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        env=environment(),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (most, most)),
        check=False,
    )
    answers = parsed(ran.stdout)
    if ran.returncode:
        print(f"{peer.name} ended with {ran.returncode}: {ran.stderr[-2000:]}", file=sys.stderr)
    return answers


def environment() -> dict[str, str]:
    """Return ours, with our modules on the path, and without what would call home."""
    return os.environ | QUIET | {"PYTHONPATH": str(ROOT)}


def parsed(printed: str) -> list[Answer]:
    """Return the answers of what a program printed; a line that it did not finish is none."""
    answers = []
    for line in printed.splitlines():
        try:
            answers.append(Answer(**json.loads(line)))
        except ValueError:
            continue
    return answers


def keep(path: Path, answers: Mapping[str, Sequence[Answer]]) -> None:
    """Write answers, a line for each, so that tables can be printed again."""
    lines = [
        json.dumps(
            {
                "peer": peer,
                "question": one.question,
                "pair": one.pair,
                "batch": one.batch,
                "columns": dict(one.columns),
                "error": one.error,
            }
        )
        for peer, each in answers.items()
        for one in each
    ]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def kept(path: Path) -> dict[str, list[Answer]]:
    """Return the answers of a file."""
    found: dict[str, list[Answer]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        one: dict[str, Any] = json.loads(line)
        found.setdefault(one.pop("peer"), []).append(Answer(**one))
    return found
