"""What other libraries say of the same tables at their defaults, and how long they take.

`python -m benchmarks.peers [--pairs N] [--rows N …] [--speed ROWS] [--only NAME …]`

Installs each peer into an environment of its own under `.venv-peers` (about 6 GB in all). False alarms: pairs
of tables of 20 columns of one world, of which nothing has changed. Breaks: one column of each pair. `--speed`
times whole processes on a table of 50 columns instead, in turn, each with the imports that it needs.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.peers.environments import PEERS
from benchmarks.peers.tables import BREAKS, write_pairs
from benchmarks.speed.tables import FIFTY, write_table
from benchmarks.truth.counted import Counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.peers.environments import Peer
    from benchmarks.peers.tables import Pair

ROOT: Final = Path(__file__).parents[2]
COLUMNS: Final = 20
BREAK_ROWS: Final = 10_000


def main() -> None:
    """Install, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=20)
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--speed", type=int, default=0, metavar="ROWS")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=[peer.name for peer in PEERS])
    asked = parser.parse_args()
    peers = [peer for peer in PEERS if asked.only is None or peer.name in asked.only]
    for peer in peers:
        peer.install()
    with tempfile.TemporaryDirectory() as folder:
        if asked.speed:
            speed(peers, Path(folder), asked.speed, asked.runs)
            return
        alarms(peers, Path(folder), asked.rows, asked.pairs)
        seen(peers, Path(folder), asked.pairs)


def alarms(peers: Sequence[Peer], folder: Path, rows: Sequence[int], pairs: int) -> None:
    """Print how often each peer alarms on columns, and on batches, that have not changed."""
    print("| no change | live rows | columns in alarm | batches with one | could not |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for height in rows:
        clean = list(write_pairs(folder, height, range(pairs), (None,)))
        for peer in peers:
            told = ask(peer, clean)
            answers = [one for one in told if one is not None]
            columns = sum(map(len, answers))
            print(
                f"| {peer.name} | {height:,} | {Counted(of=COLUMNS * len(answers), found=columns)} "
                f"| {Counted(of=len(answers), found=sum(map(bool, answers)))} | {len(told) - len(answers)} |",
                flush=True,
            )


def seen(peers: Sequence[Peer], folder: Path, pairs: int) -> None:
    """Print of how many pairs each peer has the broken column in alarm; `-` where it ends with an error."""
    broken = list(write_pairs(folder, BREAK_ROWS, range(pairs), BREAKS))
    told = {peer.name: ask(peer, broken) for peer in peers}
    print(f"\n| broken, {BREAK_ROWS:,} live rows | {' | '.join(told)} |")
    print("| --- |" + " ---: |" * len(told))
    for one in BREAKS:
        mine = [place for place, pair in enumerate(broken) if pair.called == one.name]
        cells = []
        for answers in told.values():
            given = [answers[place] for place in mine]
            found = sum(answer is not None and one.column in answer for answer in given)
            failed = sum(answer is None for answer in given)
            cells.append("error" if failed == len(mine) else f"{found} of {len(mine)}")
        print(f"| {one.name} | {' | '.join(cells)} |", flush=True)


def speed(peers: Sequence[Peer], folder: Path, rows: int, runs: int) -> None:
    """Print how long whole processes take, and how many times as long as drift."""
    train = write_table(folder / "train.parquet", rows, FIFTY, seed=1)
    live = write_table(folder / "live.parquet", rows, FIFTY, seed=2)
    seconds: dict[str, list[float]] = {peer.name: [] for peer in peers}
    for _ in range(runs):
        for peer in peers:
            began = time.perf_counter()
            _answers(peer, [(train, live)])
            seconds[peer.name].append(time.perf_counter() - began)
    floor = statistics.median(seconds["drift"]) if "drift" in seconds else None
    print(f"| {rows:,} x {FIFTY.columns}, fit and check | median s | times drift |")
    print("| --- | ---: | ---: |")
    for name, taken in seconds.items():
        middle = statistics.median(taken)
        print(f"| {name} | {middle:.1f} | {f'{middle / floor:.0f}' if floor else ''} |", flush=True)


def ask(peer: Peer, pairs: Sequence[Pair]) -> list[list[str] | None]:
    """Return the columns in alarm of each pair; None where the library ended with an error."""
    return _answers(peer, [(str(pair.reference), str(pair.live)) for pair in pairs])


def _answers(peer: Peer, pairs: Sequence[tuple[str, str]]) -> list[list[str] | None]:
    ran = subprocess.run(  # noqa: S603 - our own programs
        [peer.python, "-W", "ignore", peer.program],
        input=json.dumps(pairs),
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=False,
    )
    if ran.returncode:
        raise SystemExit(f"{peer.name}: {ran.stderr[-2000:]}")
    answers = [json.loads(line) for line in ran.stdout.splitlines()]
    for told in {one["error"] for one in answers if "error" in one}:
        print(f"{peer.name} ended with: {told}")
    return [one.get("alarms") for one in answers]


if __name__ == "__main__":
    main()
