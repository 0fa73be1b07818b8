"""The story of the demo: train, a healthy day, and the day on which seconds became milliseconds."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from drift.demo.orders import in_milliseconds, orders
from drift.errors import InternalError, UsageError
from drift.files import write_whole
from drift.record.exit_code import BREACH, OK
from drift.report.terminal import render_text
from drift.run import Reference, check, fit, write_html

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

FIRST_DAY = date(2026, 9, 14)
TRAINING_DAYS = 60
LIVE_DAY = date(2026, 11, 13)
TRAINING_ROWS = 60_000
LIVE_ROWS = 5_000
SEED = 20_260_914
CONFIG = """\
version: 1
dataset: orders
time: ordered_at      # the reference learns along it how much each feature moves by itself
target: is_fraud      # not known live yet: told, but never a breach
"""


def tell(folder: str | Path, *, say: Callable[[str], None]) -> None:
    """Make data, fit, check two batches, and leave everything in `folder`.

    Parameters
    ----------
    folder : str or Path
        Where data, reference, runs and reports are left.
    say : callable
        Takes what is told, a paragraph at a time.

    Raises
    ------
    UsageError
        If `folder` holds files that no demo left there.
    InternalError
        If a step does not end with the code that the story tells.
    """
    folder = Path(folder)
    _refuse_foreign(folder)
    train = orders(TRAINING_ROWS, start=FIRST_DAY, days=TRAINING_DAYS, seed=SEED)
    healthy = orders(LIVE_ROWS, start=LIVE_DAY, days=1, seed=SEED + 1)
    for name, frame in (("train", train), ("healthy", healthy), ("broken", in_milliseconds(healthy))):
        write_whole(folder / f"{name}.parquet", _parquet(frame))
    say(
        f"A shop's orders: {TRAINING_ROWS:,} of the {TRAINING_DAYS} days from {FIRST_DAY} to train a fraud "
        f"model on, and {LIVE_ROWS:,} of the day after."
    )
    write_whole(folder / "orders.yaml", CONFIG)
    reference = fit(str(folder / "train.parquet"), config=folder / "orders.yaml")
    reference.save(folder / "reference.drift")
    say(f"\n$ drift fit train.parquet -o reference.drift --config orders.yaml\nexit code {OK}")
    for name, code in (("healthy", OK), ("broken", BREACH)):
        run = check(str(folder / f"{name}.parquet"), Reference.load(folder / "reference.drift"))
        run.save(folder / f"{name}.run.drift")
        write_html(run, folder / f"{name}.html", saved=str(folder / f"{name}.run.drift"))
        say(
            f"\n$ drift check {name}.parquet -r reference.drift --html {name}.html\n"
            f"{render_text(run)}exit code {run.exit_code}"
        )
        if run.exit_code != code:
            raise InternalError(
                f"the demo's {name} batch ended with {run.exit_code} where {code} was due",
                mend="report it: this is a defect of drift",
                state=f"what was made stands in {folder}",
            )
    say(f"\nThe report of the broken day: {folder / 'broken.html'}")


def _refuse_foreign(folder: Path) -> None:
    """Refuse a folder in which something of the user's own would be written over."""
    if (folder / "train.parquet").exists() and not (folder / "broken.run.drift").exists():
        raise UsageError(
            f"{folder}: holds a train.parquet that no demo left there",
            mend="name another folder, or one that is not there yet",
            state="nothing was written",
        )


def _parquet(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()
