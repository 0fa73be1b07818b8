"""A reference as one file, and back."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

import polars as pl

from drift.config import Config
from drift.judge.lesson import Lesson
from drift.judge.reference import Reference
from drift.judge.tolerance import Tolerance
from drift.profile.archive import read_archive, understood, write_archive
from drift.profile.column_store import counts_of, table_of
from drift.profile.kind import Kind
from drift.profile.store import profile_of_rows, profile_rows
from drift.sources.schema import Contract

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from drift.judge.promotion import Promotion

KIND = "reference"
TEACHING = "teaching"  # the part of the table that says how many copies of each sampled row teach


def save_reference(reference: Reference, path: str | Path) -> None:
    """Write a reference, whole or not at all."""
    profile, table = profile_rows(reference.profile, side=KIND)
    manifest = {
        "created_at": reference.created_at.isoformat(),
        "digest": reference.digest,
        "config": reference.config.to_dict(),
        "contract": reference.contract.to_dict(),
        "ignored": reference.ignored,
        "left_out": list(reference.left_out),
        "window": reference.window,
        "kinds": {name: asdict(kind) for name, kind in reference.kinds.items()},
        "tolerances": {
            name: [_tolerance(one) for one in learned] for name, learned in reference.tolerances.items()
        },
        "promotions": [one.to_dict() for one in reference.promotions],
        "profile": profile,
    }
    if reference.lesson is not None:
        manifest["lesson"] = reference.lesson.to_dict()
        place = len(reference.profile.columns)
        table = pl.concat(
            [table, table_of(KIND, [(place, {"part": TEACHING, "count": reference.lesson.teaching})])]
        )
    write_archive(path, KIND, manifest, table)


def load_reference(path: str | Path) -> Reference:
    """Return the reference of a file.

    Raises
    ------
    InputNotFoundError, InputUnreadableError, FileDamagedError, FileIncompatibleError
        If there is no such file, it may not be read, has a changed byte, or is something else.
    """
    manifest, table = read_archive(path, kind=KIND)
    with understood(path, KIND):
        return Reference(
            profile=profile_of_rows(manifest["profile"], table, side=KIND),
            contract=Contract.from_dict(manifest["contract"]),
            kinds={name: Kind(**kind) for name, kind in manifest["kinds"].items()},
            tolerances={
                name: tuple(Tolerance(**one) for one in learned)
                for name, learned in manifest["tolerances"].items()
            },
            config=Config.from_dict(manifest["config"]),
            created_at=datetime.fromisoformat(manifest["created_at"]),
            digest=manifest["digest"],
            ignored=manifest["ignored"],
            left_out=tuple(manifest["left_out"]),
            window=manifest.get("window"),
            promotions=_promotions(manifest.get("promotions", ())),
            lesson=_lesson(manifest.get("lesson"), table),
            path=str(path),
        )


def _promotions(held: Sequence[Mapping[str, Any]]) -> tuple[Promotion, ...]:
    if not held:
        return ()
    from drift.judge.promotion import Promotion  # noqa: PLC0415 - few references were promoted

    return tuple(Promotion.from_dict(one) for one in held)


def _lesson(stored: Mapping[str, Any] | None, table: pl.DataFrame) -> Lesson | None:
    """Return what the sample taught; None of a file that was written before that was kept."""
    if stored is None:
        return None
    return Lesson.from_dict(stored, counts_of(table.filter(pl.col("part") == TEACHING), "count"))


def _tolerance(learned: Tolerance) -> dict[str, Any]:
    """Return a tolerance as a file holds it, without what has not been learned."""
    return {
        name: value
        for name, value in asdict(learned).items()
        if value is not None and (value or name != "let_in")
    }
