"""What other libraries say of the same tables at their defaults, and how long they take.

`python -m benchmarks.peers [--pairs N] [--seconds S] [--tables DIR] [--only NAME …]`
`                           [--about TEXT] [--keep FILE]`
`python -m benchmarks.peers --speed ROWS [--runs N] [--together SECONDS] [--only NAME …]`

Installs each peer into an environment of its own under `.venv-peers` (about 9 GB in all), and asks it of
pairs of tables which columns have changed: of one world in which nothing has, with faults, with a million
rows, and of real tables, those of `--tables` or of the folder that the variable DRIFT_TABLES names. Of each
question a peer begins no pair after so many seconds of the processor, so slower peers answer fewer; how many
is printed.
`--about` asks only those questions whose name holds a text. `--keep` leaves the answers in a file; a peer
whose answers it holds is not asked again.
`--speed` times whole processes on a table of 50 columns instead, in the order of `--only` and with an end to
each after 300 seconds of the processor.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.peers.answers import ask, keep, kept
from benchmarks.peers.counts import by_group, by_peer, errors
from benchmarks.peers.environments import PEERS
from benchmarks.peers.questions import questions
from benchmarks.peers.speed import Limits, speed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from benchmarks.peers.answers import Answer
    from benchmarks.peers.questions import Question

UNCHANGED: Final = ("no change", "1,000,000", "real tables, dealt")  # how the questions by library begin


def main() -> None:
    """Install, ask, print."""
    asked = arguments().parse_args()
    named = {peer.name: peer for peer in PEERS}
    peers = [named[name] for name in asked.only or named]
    for peer in peers:
        peer.install()
    print(", ".join(dict.fromkeys(peer.version for peer in peers if peer.version)), end="\n\n")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        if asked.speed:
            for line in speed(peers, folder, asked.speed, asked.runs, Limits(together=asked.together)):
                print(line, flush=True)
            return
        every = list(questions(folder, asked.pairs, asked.tables, asked.about))
        answers = kept(asked.keep) if asked.keep is not None and asked.keep.exists() else {}
        for peer in (one for one in peers if one.name not in answers):
            print(f"asking {peer.name}", file=sys.stderr, flush=True)
            answers[peer.name] = ask(peer, every, asked.seconds)
            if asked.keep is not None:
                keep(asked.keep, answers)
        for line in tables(every, answers):
            print(line)


def arguments() -> argparse.ArgumentParser:
    """Return what the command takes."""
    real = os.environ.get("DRIFT_TABLES")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=100, help="pairs of a question, at most")
    parser.add_argument("--seconds", type=float, default=60, help="of the processor, a question")
    parser.add_argument("--tables", type=Path, default=Path(real) if real else None, metavar="DIR")
    parser.add_argument("--only", nargs="+", choices=[peer.name for peer in PEERS])
    parser.add_argument("--about", default="", metavar="TEXT")
    parser.add_argument("--keep", type=Path, metavar="FILE")
    parser.add_argument("--speed", type=int, default=0, metavar="ROWS")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument(
        "--together",
        type=float,
        default=Limits().together,
        metavar="SECONDS",
        help="of the processor, after which a library is not timed again",
    )
    return parser


def tables(every: Sequence[Question], answers: Mapping[str, Sequence[Answer]]) -> Iterator[str]:
    """Yield the lines of all tables, each of those libraries that have answered its question."""
    for number, question in enumerate(every):
        form = by_peer if question.name.startswith(UNCHANGED) else by_group
        mine = {name: each for name, each in answers.items() if any(one.question == number for one in each)}
        yield from form(number, question, mine)
        yield ""
    yield from errors(answers)


if __name__ == "__main__":
    main()
