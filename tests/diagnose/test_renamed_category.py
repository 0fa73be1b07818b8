"""Renamed levels: by how they are written, by an affix, by frequency; and what is no renaming."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import numpy as np
import polars as pl
import pytest

from changes import change_of_texts
from drift.diagnose.explain import explain
from drift.diagnose.renamed_category import explain_renamed

if TYPE_CHECKING:
    from collections.abc import Callable

    from drift.diagnose.diagnosis import Diagnosis

CITIES = ["Porto", "Évora", "São Paulo", "Vila Real"]
SHARES = [0.4, 0.3, 0.2, 0.1]


def rows(many: int, seed: int, shares: list[float] = SHARES, names: list[str] = CITIES) -> list[str]:
    return list(np.random.default_rng(seed).choice(names, many, p=shares))


def diagnosed(change: Callable[[str], str], share: float = 1.0) -> Diagnosis:
    now = rows(3000, 2)
    hit = np.random.default_rng(3).random(len(now)) < share
    found = explain_renamed(
        change_of_texts(
            rows(9000, 1), [change(name) if one else name for name, one in zip(now, hit, strict=True)]
        )
    )
    assert found is not None
    return found.diagnosis


@pytest.mark.parametrize("share", [1.0, 0.2, 0.02])
@pytest.mark.parametrize(
    "change",
    [
        str.upper,
        lambda name: f" {name}",
        lambda name: name.replace(" ", "\u00a0") + "\u00a0",
        lambda name: name.encode().decode("latin-1") + " ",
        lambda name: f"pt_{name}",
        lambda name: f"{name} (PT)",
    ],
)
def test_levels_written_in_another_way_map_one_to_one(change: Callable[[str], str], share: float) -> None:
    told = diagnosed(change, share)
    mapping = told.parameters["mapping"]
    assert told.fault == "renamed_category"
    assert set(mapping) == set(CITIES)
    assert all(mapping[name] == change(name) for name in CITIES)
    assert told.share == pytest.approx(share, rel=0.25)
    assert told.proven


@pytest.mark.parametrize("share", [1.0, 0.2])
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda name: name.encode("ascii", "replace").decode(), "letters that an encoding loses"),
        (lambda name: name.encode("latin-1").decode("utf-8", "replace"), "letters that an encoding loses"),
        (quote, "other escapes of characters"),
        (lambda name: repr(name.encode()) if not name.isascii() else name, "as Python writes bytes"),
    ],
)
def test_levels_beyond_ascii_that_came_otherwise_are_mapped(
    change: Callable[[str], str], words: str, share: float
) -> None:
    told = diagnosed(change, share)
    changed = {name: change(name) for name in CITIES if change(name) != name}
    assert told.parameters["mapping"] == changed
    assert words in told.story
    assert told.proven


@pytest.mark.parametrize("share", [1.0, 0.2])
def test_levels_cut_at_a_length_are_mapped(share: float) -> None:
    told = diagnosed(lambda name: name[:4], share)
    assert told.parameters["mapping"] == {name: name[:4] for name in CITIES}
    assert "cut at 4 characters" in told.story


def test_of_levels_that_begin_alike_nobody_says_which_was_cut() -> None:
    names = ["north-west", "north-east", "southern", "westerly"]
    before, now = rows(9000, 1, names=names), rows(3000, 2, names=names)
    found = explain_renamed(change_of_texts(before, [name[:6] for name in now]))
    assert found is None or "north-" not in found.diagnosis.story


def test_new_levels_that_known_ones_do_not_begin_with_are_not_cut() -> None:
    now = [*rows(2700, 2), *["Lagos", "Vilnius"] * 150]
    assert [one.diagnosis.fault for one in explain(change_of_texts(rows(9000, 1), now))] == ["new_category"]


def test_one_row_in_five_of_many_levels_is_told_though_chance_moves_each_of_them() -> None:
    names = [f"player{place:04}" for place in range(1200)]
    draw = np.random.default_rng(4)
    now = draw.choice(names, 5000)
    upper = [name.upper() if one else name for name, one in zip(now, draw.random(5000) < 0.2, strict=True)]
    found = explain_renamed(change_of_texts(list(draw.choice(names, 5000)), upper))
    assert found is not None
    assert found.diagnosis.share == pytest.approx(0.2, abs=0.02)
    assert "upper or lower case" in found.diagnosis.story


def test_a_level_in_capitals_is_told_beside_rare_ones_that_chance_brought() -> None:
    draw = np.random.default_rng(5)

    def drawn(name: str) -> list[str]:
        return [name if one < 0.03 else f"{one:.4f}" for one in draw.random(4000)]

    found = explain_renamed(change_of_texts(drawn("nil"), drawn("NIL")))
    assert found is not None
    assert found.diagnosis.parameters["mapping"] == {"nil": "NIL"}


def test_undoing_gives_the_levels_that_were() -> None:
    """The expression is polars', read by polars."""
    told = diagnosed(str.upper)
    assert told.undo is not None
    frame = pl.DataFrame({"x": [name.upper() for name in CITIES]})
    assert frame.select(eval(told.undo, {"pl": pl}))["x"].to_list() == CITIES  # noqa: S307 - our own text
    assert told.find is not None
    assert frame.select(eval(told.find, {"pl": pl}))["x"].all()  # noqa: S307


def test_an_affix_that_went_is_told_as_one_that_came() -> None:
    before = [f"country-{name}" for name in rows(9000, 1)]
    found = explain_renamed(change_of_texts(before, rows(3000, 2)))
    assert found is not None
    assert found.diagnosis.parameters["mapping"]["country-Porto"] == "Porto"
    assert "without `country-` before them" in found.diagnosis.story


def test_codes_for_names_are_matched_by_frequency() -> None:
    codes = dict(zip(CITIES, ["17", "4", "99", "23"], strict=True))
    told = diagnosed(codes.__getitem__)
    assert told.parameters["mapping"] == codes
    assert not told.proven
    assert told.explains is not None
    assert told.explains > 0.9


def test_codes_are_not_matched_where_frequencies_do_not_tell() -> None:
    even = [0.25] * 4
    now = [{"Porto": "1", "Évora": "2", "São Paulo": "3", "Vila Real": "4"}[n] for n in rows(3000, 2, even)]
    found = explain_renamed(change_of_texts(rows(9000, 1, even), now))
    assert found is not None
    assert found.diagnosis.parameters == {"mapping": {}, "unsure": 4}
    assert "too alike in frequency" in found.diagnosis.story
    assert found.diagnosis.undo is None
    assert found.diagnosis.runner_up is not None
    assert found.diagnosis.runner_up.fault == "new_category"


def test_a_permutation_of_codes_is_found_and_may_also_be_another_mix() -> None:
    next_one = dict(zip(CITIES, [*CITIES[1:], CITIES[0]], strict=True))
    told = diagnosed(next_one.__getitem__)
    assert told.parameters["mapping"] == next_one
    assert told.runner_up is not None
    assert (told.runner_up.fault, told.runner_up.explains) == ("shape", told.explains)


def test_a_new_level_beside_the_old_ones_is_no_renaming() -> None:
    now = [*rows(2700, 2), *["Porto-Novo"] * 300]
    assert [one.diagnosis.fault for one in explain(change_of_texts(rows(9000, 1), now))] == ["new_category"]


def test_another_mix_is_no_renaming() -> None:
    change = change_of_texts(rows(9000, 1), rows(3000, 2, [0.25, 0.35, 0.15, 0.25]))
    assert explain_renamed(change) is None


def test_what_is_left_after_a_renaming_is_told_too() -> None:
    """Upper case, and a tenth of the rows in a level that is new under any name."""
    now = [*(name.upper() for name in rows(2700, 2)), *["Lagos"] * 300]
    told = explain(change_of_texts(rows(9000, 1), now))
    assert [one.diagnosis.fault for one in told] == ["renamed_category", "new_category"]
    assert told[1].diagnosis.parameters["levels"] == ["Lagos"]


@pytest.mark.parametrize("share", [0.2, 1.0])
def test_one_level_that_was_cut_is_told_where_no_other_is_longer(share: float) -> None:
    random = np.random.default_rng(3)
    before, now = (list(random.choice(["Yes", "No"], rows, p=[0.6, 0.4])) for rows in (9000, 3000))
    cut = random.random(3000) < share
    found = explain_renamed(
        change_of_texts(before, [n[:2] if c else n for n, c in zip(now, cut, strict=True)])
    )
    assert found is not None
    assert found.diagnosis.parameters == {"mapping": {"Yes": "Ye"}}
    assert found.diagnosis.proven


def test_one_level_that_begins_as_another_does_is_not_cut_where_longer_ones_stayed() -> None:
    random = np.random.default_rng(3)
    before = list(random.choice(["Porto", "Braga", "Faro"], 9000))
    now = ["Por" if r < 0.1 else n for n, r in zip(before[:3000], random.random(3000), strict=True)]
    found = explain_renamed(change_of_texts(before, now))
    assert found is None or "cut at" not in found.diagnosis.story
