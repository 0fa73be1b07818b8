"""A saved run: one file from which every report can be drawn again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from drift.errors import FileIncompatibleError
from drift.profile.archive import read_archive, understood, write_archive
from drift.profile.repeats import no_repeats
from drift.profile.store import profile_of_rows, profile_rows
from drift.profile.table import without_segments
from drift.record.document import of_document, to_document
from drift.record.told_levels import told_levels

if TYPE_CHECKING:
    from drift.profile.table import Profile
    from drift.record.record import Record

KIND = "run"
SAMPLE_ROWS = 1_000  # of each side's sample: Evidently's pages can be drawn, and a run stays small


def save_run(record: Record, path: str | Path) -> None:
    """Write a run, whole or not at all: its JSON, and of both profiles what reports are drawn from."""
    reference, reference_rows = profile_rows(_drawn_from(record, record.reference_profile), side="reference")
    live, live_rows = profile_rows(_drawn_from(record, record.live_profile), side="live")
    manifest = {"run": to_document(record), "reference": reference, "live": live}
    write_archive(path, KIND, manifest, pl.concat([reference_rows, live_rows]))


def load_run(path: str | Path) -> Record:
    """Return a saved run.

    Raises
    ------
    InputNotFoundError, InputUnreadableError, FileDamagedError, FileIncompatibleError
        If there is no such file, it may not be read, has a changed byte, or is something else.
    """
    _refuse_page(path)
    manifest, table = read_archive(path, kind=KIND)
    with understood(path, KIND):
        return of_document(
            manifest["run"],
            reference_profile=profile_of_rows(manifest["reference"], table, side="reference"),
            live_profile=profile_of_rows(manifest["live"], table, side="live"),
        )


def _refuse_page(path: str | Path) -> None:
    """Raise where a report is named and the run is beside it, which a person meant."""
    beside = Path(path).with_suffix(".drift")
    if Path(path).suffix == ".html" and beside.is_file():
        raise FileIncompatibleError(
            f"{path}: a report, and no run", mend=f"name the run that it was drawn from: {beside}"
        )


def _drawn_from(record: Record, profile: Profile) -> Profile:
    """Return a profile with few rows of its sample, and of segments the levels that findings tell of."""
    return replace(of_few_rows(profile), segments=told_levels(profile, record.columns))


def of_few_rows(profile: Profile) -> Profile:
    """Return a profile with few rows of its sample, those of the smallest hashes, and no hashes of others.

    Of segments nothing is kept.
    """
    sample, bare = profile.sample.trimmed(SAMPLE_ROWS), without_segments(profile)
    return replace(
        bare,
        sample=sample,
        repeats=no_repeats(keyed=bool(profile.plan.key)),
        plan=replace(bare.plan, sample=sample.limit),
    )
