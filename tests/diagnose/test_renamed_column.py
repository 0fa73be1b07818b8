"""Which lost and new columns are one: by what they carry, by their names, and ties as ties."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from changes import column_of
from drift.diagnose.renamed_column import Pairing, diagnose_renamed, match_columns, possibility_told, tie_told
from drift.diagnose.resemblance import resemblance

RANDOM = np.random.default_rng(3)
NORMAL = RANDOM.normal(0, 1, 2_000)
FITS = resemblance(column_of(NORMAL), column_of(RANDOM.normal(0, 1, 2_000)), "number")
OTHER = resemblance(column_of(NORMAL), column_of(RANDOM.normal(3, 1, 2_000)), "number")
COINS = resemblance(column_of(NORMAL > 0), column_of(RANDOM.normal(0, 1, 2_000) > 0), "boolean")


def pairing(before: str, now: str, found: object, *, explained: bool = False) -> Pairing:
    return Pairing(before=before, now=now, resemblance=found, tolerance=0.02, explained=explained)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("pairings", "matched"),
    [
        ([("amount", "x", FITS)], {"amount": "x"}),
        ([("amount", "x", OTHER)], {}),
        ([("amount", "amount_v2", OTHER)], {}),
        ([("amount", "x", None)], {}),
        ([("member", "x", COINS)], {}),
        ([("member", "is_member", COINS)], {"member": "is_member"}),
        ([("amount", "x", FITS), ("amount", "amt", FITS)], {"amount": "amt"}),
        ([("amount", "x", FITS), ("amount", "y", OTHER)], {"amount": "x"}),
        ([("a1", "x", FITS), ("b2", "x", OTHER), ("b2", "y", FITS)], {"a1": "x", "b2": "y"}),
    ],
)
def test_columns_are_one_by_what_they_carry_or_by_a_telling_name_beside_it(
    pairings: list[tuple[str, str, object]], matched: dict[str, str]
) -> None:
    found = match_columns([pairing(*one) for one in pairings], len(pairings))
    assert {one.before: one.now for one in found.pairs} == matched
    assert found.tied == {}


def test_faults_that_explain_what_is_different_need_a_telling_name() -> None:
    told, foreign = (pairing("amount", now, OTHER, explained=True) for now in ("amount_cents", "x"))
    assert match_columns([told], 1).pairs == (told,)
    assert match_columns([foreign], 1).pairs == ()


def test_where_several_would_do_as_well_none_is_named() -> None:
    torn = match_columns([pairing("amount", now, FITS) for now in ("x", "y")], 2)
    assert torn.pairs == ()
    assert torn.tied == {"amount": ("x", "y")}
    assert tie_told(torn.tied["amount"]) == "; `x` and `y` could be it, and nothing tells which"
    both = match_columns([pairing(before, "x", FITS) for before in ("net", "gross")], 2)
    assert both.pairs == ()
    assert both.tied == {"net": ("x",), "gross": ("x",)}


def test_the_order_of_columns_decides_nothing() -> None:
    pairs = [pairing(before, now, FITS) for before in ("net", "gross") for now in ("net_v2", "gross_v2", "x")]
    assert match_columns(pairs, 6) == match_columns(pairs[::-1], 6)
    assert {one.before: one.now for one in match_columns(pairs, 6).pairs} == {
        "net": "net_v2",
        "gross": "gross_v2",
    }


def test_the_way_back_is_told() -> None:
    found = diagnose_renamed(pairing("amount", "amt", FITS))
    assert found.parameters == {"from": "amount", "to": "amt"}
    assert found.undo == 'pl.col("amt").alias("amount")'
    assert found.undo in found.advice


def test_what_fits_by_accident_is_a_possibility_and_no_more() -> None:
    found = match_columns([pairing("member", now, COINS) for now in ("x", "y")], 2)
    assert found.pairs == ()
    assert found.tied == {}
    assert found.possible == {"member": ("x", "y")}
    assert "; `x` or `y` could be it" in possibility_told(found.possible["member"])
    many = match_columns([pairing("member", f"x{k}", COINS) for k in range(4)], 4)
    assert many.possible == {}


def test_the_place_of_the_lost_column_tells_what_values_do_not() -> None:
    placed = replace(pairing("member", "x", COINS), place=0.05)
    assert match_columns([placed], 1).pairs == (placed,)
    torn = [replace(pairing("amount", "x", FITS), place=0.05), pairing("amount", "y", FITS)]
    assert match_columns(torn, 2).pairs == (torn[0],)


def test_what_is_matched_leaves_fewer_that_could_fit_by_accident() -> None:
    names = ["a", "b", "c", "d"]
    pairs = [
        pairing(one, f"{other}_new", FITS if one == other else OTHER) for one in names for other in names
    ]
    coin = replace(pairing("member", "x", COINS), place=0.02)
    alone, among = match_columns([coin], 1), match_columns([*pairs, coin], 25)
    assert not coin.holds(25)
    assert alone.pairs == (coin,)
    assert set(among.pairs) == {coin, *(one for one in pairs if one.fits)}
