"""A reference keeps what its sample taught of relations, and a check says the same with it and without."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl
import pytest

import drift
from drift.compare.grades import canonical_grades
from drift.judge import taught as module
from drift.judge.lesson import Lesson, identity_of
from drift.judge.reference_file import load_reference, save_reference
from drift.judge.taught import RULES, taught_by
from related_columns import ROWS, related_columns

if TYPE_CHECKING:
    from drift.judge.reference import Reference

DOCUMENT: Final = Path(__file__).parents[2] / "docs" / "profile.md"
WHEN = datetime(2026, 1, 1, tzinfo=UTC)


def kept(reference: Reference, tmp_path: Path) -> Reference:
    """Return a reference as its file has it."""
    save_reference(reference, tmp_path / "kept.drift")
    return load_reference(tmp_path / "kept.drift")


def told(batch: pl.DataFrame, reference: Reference, **config: Any) -> dict[str, Any]:  # noqa: ANN401 - as it has it
    taught_by.cache_clear()  # nothing is known from a check before
    run = drift.check(
        batch, replace(reference, path=None), config=config or None, started_at=WHEN, as_of=WHEN
    )
    return run.to_dict()


def lesson_of(reference: Reference) -> Lesson:
    assert reference.lesson is not None
    return reference.lesson


def test_it_names_the_pairs_that_go_together_and_the_columns_that_were_looked_at() -> None:
    lesson = lesson_of(drift.fit(related_columns(1)))
    assert (lesson.numbers, lesson.categories) == (("distance", "price"), ("city", "zone", "open"))
    assert set(lesson.pairs) == {("city", "price"), ("zone", "price"), ("city", "zone")}


def test_the_half_that_teaches_is_the_one_that_is_dealt() -> None:
    """Numpy deals one by one, each copy as likely to teach as to be compared."""
    frame = pl.concat([related_columns(1, 500), related_columns(1, 500).head(300)])
    reference = drift.fit(frame)
    counts = reference.profile.sample.counts
    assert set(counts.tolist()) == {1, 2}
    expected = np.random.default_rng(20_231).binomial(counts, 0.5)
    assert lesson_of(reference).teaching.tolist() == expected.tolist()


def test_a_file_holds_it(tmp_path: Path) -> None:
    learned = drift.fit(pl.concat([related_columns(1), related_columns(1, 100)]))
    lesson, read = lesson_of(learned), lesson_of(kept(learned, tmp_path))
    assert read.to_dict() == lesson.to_dict()
    assert read.teaching.tolist() == lesson.teaching.tolist()
    assert read.sample == identity_of(learned.profile.sample)


def test_the_document_names_all_that_it_holds() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    rows = text[text.index("has, beside `profile`") :].split("\n\n")[1]
    assert all(f"`{key}`" in rows for key in lesson_of(drift.fit(related_columns(1))).to_dict())


@pytest.mark.parametrize("moved", ["city", "zone", "price", "distance", "open"])
def test_a_check_tells_the_same_with_it_and_without_to_the_last_digit(tmp_path: Path, moved: str) -> None:
    """A file without it is what was written before references kept it."""
    learned = drift.fit(related_columns(1), created_at=WHEN)
    save_reference(replace(learned, lesson=None), tmp_path / "old.drift")
    old = load_reference(tmp_path / "old.drift")
    assert old.lesson is None
    batch = related_columns(2).with_columns(pl.col(moved).shuffle(seed=7))
    run = told(batch, kept(learned, tmp_path))
    assert run == told(batch, old)
    of_relations = [one for one in run["findings"] if one["check"] == "relations"]
    assert bool(of_relations) == (moved in {"city", "zone", "price"})


def test_nothing_is_drawn_or_searched_once_it_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of categories only those that go together are looked at, of three pairs the one."""
    reference = kept(drift.fit(related_columns(1)), tmp_path)
    seen: list[tuple[int, int]] = []

    def noted(*given: Any) -> Any:  # noqa: ANN401 - as the original
        seen.append(given[3])
        return canonical_grades(*given)

    monkeypatch.setattr(module, "dealt", lambda _: pytest.fail("drawn once more"))
    monkeypatch.setattr(module, "canonical_grades", noted)
    assert drift.check(related_columns(2), reference).verdict == "ok"
    assert seen == [(4, 4)]
    taught = taught_by(reference.profile.sample, reference.lesson)
    assert taught.lesson is reference.lesson


def test_a_batch_that_lacks_a_column_is_looked_at_anew(tmp_path: Path) -> None:
    learned = drift.fit(related_columns(1), created_at=WHEN)
    batch = related_columns(2).drop("distance").with_columns(pl.col("city").shuffle(seed=1))
    run = told(batch, kept(learned, tmp_path))
    assert run == told(batch, replace(learned, lesson=None))
    assert any(one["check"] == "relations" for one in run["findings"])


def test_so_is_one_that_is_checked_in_other_columns(tmp_path: Path) -> None:
    learned = drift.fit(related_columns(1), created_at=WHEN)
    batch = related_columns(2).with_columns(pl.col("city").shuffle(seed=1))
    config = {"columns": {"zone": {"check": False}}}
    assert told(batch, kept(learned, tmp_path), **config) == told(
        batch, replace(learned, lesson=None), **config
    )


def test_of_a_trimmed_sample_it_says_nothing(tmp_path: Path) -> None:
    """Where rows repeat, the same distinct rows are taken of both samples: fewer than the lesson is of."""
    learned = drift.fit(related_columns(1), config={"sample": 1_000}, created_at=WHEN)
    reference = kept(learned, tmp_path)
    batch = pl.concat([related_columns(1).head(1_200)] * 2).with_columns(pl.col("price").shuffle(seed=1))
    batch = pl.concat([batch, batch.head(600)])
    trimmed = learned.profile.sample.trimmed(400)
    assert taught_by(trimmed, lesson_of(reference)).lesson is None
    assert told(batch, reference) == told(batch, replace(learned, lesson=None))


@pytest.mark.parametrize("rules", [{**RULES, "least_strength": 0.1}, {**RULES, "deal": 1}, {}])
def test_one_of_other_rules_is_as_good_as_none(rules: dict[str, float]) -> None:
    reference = drift.fit(related_columns(1), created_at=WHEN)
    wrong = replace(lesson_of(reference), rules=rules, pairs=(), teaching=np.zeros(ROWS, np.int64))
    batch = related_columns(2).with_columns(pl.col("city").shuffle(seed=1))
    assert told(batch, replace(reference, lesson=wrong)) == told(batch, replace(reference, lesson=None))


def test_samples_of_the_same_rows_differ_by_how_often_these_stand_there() -> None:
    one, two = (drift.fit(pl.concat([related_columns(1, 300)] * many)).profile.sample for many in (1, 2))
    assert one.hashes.tolist() == two.hashes.tolist()
    assert identity_of(one) != identity_of(two)
    total = sum(int(value) * int(many) for value, many in zip(two.hashes, two.counts, strict=True))
    assert identity_of(two) == total % 2**64


def test_what_is_promoted_is_learned_anew(tmp_path: Path) -> None:
    reference = drift.fit(related_columns(1), created_at=WHEN)
    grown = drift.promote(drift.check(related_columns(2), reference), reference)
    assert lesson_of(grown).sample == identity_of(grown.profile.sample) != lesson_of(reference).sample
    batch = related_columns(3).with_columns(pl.col("city").shuffle(seed=1))
    assert told(batch, kept(grown, tmp_path)) == told(batch, replace(grown, lesson=None))


def test_without_rows_with_weights_or_with_a_single_column_there_is_none() -> None:
    assert drift.fit(related_columns(1), config={"sample": 0}).lesson is None
    assert drift.fit(related_columns(1).with_columns(w=1.0), config={"weight": "w"}).lesson is None
    assert drift.fit(related_columns(1).select("price")).lesson is None


def test_profiles_teach_what_their_rows_would(tmp_path: Path) -> None:
    whole, parts = (
        related_columns(1),
        [drift.profile(part) for part in (related_columns(1)[:1_000], related_columns(1)[1_000:])],
    )
    one, two = lesson_of(drift.fit(whole)), lesson_of(kept(drift.fit(parts), tmp_path))
    assert one.to_dict() == two.to_dict()
    assert one.teaching.tolist() == two.teaching.tolist()
