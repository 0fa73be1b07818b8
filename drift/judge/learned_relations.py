"""What training alone tells of relations: of which columns they are asked, and which pairs go together.

A reference keeps it. What it keeps of numbers are no grades, so these are learned while a batch is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from drift.judge.lesson import Lesson, identity_of
from drift.judge.strong_pairs import MOST_CATEGORIES, strong_pairs
from drift.judge.taught import RULES, Taught, dealt, taught_by

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drift.config import Config
    from drift.judge.reference import Reference

MOST_COLUMNS: Final = 200  # the most important ones, of which pairs are made: 19,900 at most
PAIR: Final = 2
COMPARED: Final = {"number", "category", "boolean"}


def asked_columns(columns: Iterable[str], reference: Reference, config: Config) -> list[str]:
    """Return those of some columns that relations are asked of, the most important ones of many."""
    aside = {reference.profile.plan.time, config.time, config.target, config.weight, *config.key}
    names = [name for name in columns if name not in aside and reference.kinds[name].kind in COMPARED]
    important = sorted(names, key=lambda name: -config.column(name).importance)[:MOST_COLUMNS]
    return [name for name in names if name in set(important)]


def learn_lesson(reference: Reference) -> Lesson | None:
    """Return what a reference keeps of relations; None where its config has none compared.

    Only the rows that teach are looked at: others weigh nothing there.
    """
    names, sample = _asked_of_training(reference, reference.config), reference.profile.sample
    if not names:
        return None
    teaching = dealt(sample)
    teaches = teaching > 0
    taught = Taught(sample.rows.filter(pl.Series(teaches)), teaching[teaches].astype(np.float64))
    numbers, categories = _looked_at(names, reference, taught)
    return Lesson(
        rules=RULES,
        sample=identity_of(sample),
        teaching=teaching,
        numbers=numbers,
        categories=categories,
        pairs=tuple(one.names for one in strong_pairs(taught, numbers, categories)),
    )


def learn_relations(reference: Reference, config: Config) -> None:
    """Work out what training alone tells of relations, so that it is known when the batch has been read.

    Of a batch that lacks columns other relations are asked for: then that part is worked out once more.
    """
    names = _asked_of_training(reference, config)
    if names:
        taught = taught_by(reference.profile.sample, reference.lesson)
        strong_pairs(taught, *_looked_at(names, reference, taught))


def _asked_of_training(reference: Reference, config: Config) -> list[str]:
    """Return the columns that relations are asked of where a batch has them all; none without two of them."""
    if config.weight is not None or not reference.profile.plan.sample:
        return []
    checked = [one.name for one in reference.contract.columns if config.column(one.name).check]
    names = asked_columns(checked, reference, config)
    return names if len(names) >= PAIR else []


def _looked_at(
    names: list[str], reference: Reference, taught: Taught
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the numbers that vary and the categories among some columns."""
    kinds = reference.kinds
    numbers = tuple(name for name in names if kinds[name].kind == "number" and taught.number(name))
    categories = [name for name in names if kinds[name].kind != "number"]
    return numbers, tuple(categories[:MOST_CATEGORIES])
