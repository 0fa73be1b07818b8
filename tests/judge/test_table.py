"""The batch as a whole: renamed and exchanged columns, each told where it stands and once at the top."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

import drift

if TYPE_CHECKING:
    from pathlib import Path

    from drift.judge.result import ColumnResult

ROWS = 4_000


def made(seed: int) -> pl.DataFrame:
    random = np.random.default_rng(seed)
    return pl.DataFrame(
        {
            "amount": random.lognormal(3, 1, ROWS),
            "trip_seconds": random.gamma(4, 150, ROWS),
            "score": random.beta(2, 5, ROWS),
            "age": random.integers(18, 90, ROWS),
            "city": random.choice(["Porto", "Braga", "Faro"], ROWS, p=[0.6, 0.3, 0.1]),
            "plan": random.choice(["free", "team", "firm"], ROWS, p=[0.2, 0.3, 0.5]),
            "member": random.random(ROWS) < 0.3,
        }
    )


@pytest.fixture(scope="module")
def reference() -> drift.Reference:
    return drift.fit(made(1))


def faults(column: ColumnResult) -> list[str]:
    return [one.diagnosis.fault for one in column.findings if one.diagnosis is not None]


def check(reference: drift.Reference, **changes: str) -> drift.Run:
    return drift.check(made(2).rename(changes), reference)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("amount", "feature_x"),
        ("amount", "amount_v2"),
        ("age", "years"),
        ("city", "place"),
        ("member", "is_member"),
    ],
)
def test_a_column_under_another_name_is_told_on_both_and_once_at_the_top(
    reference: drift.Reference, old: str, new: str
) -> None:
    run = check(reference, **{old: new})
    assert (faults(run[old]), run[old].verdict) == (["renamed_column"], "breach")
    assert (faults(run[new]), run[new].verdict) == (["renamed_column"], "warning")
    (top,) = run.findings
    assert top.diagnosis is not None
    assert (top.column, top.diagnosis.parameters) == (old, {"from": old, "to": new})
    assert run[old].measurements
    assert run[old].live_name == new
    assert run.to_text().count("renamed_column") == 2  # in the table, a line each
    assert [one.name for one in run.columns if one.verdict != "ok"] == [old, new]


def test_what_changed_beside_the_name_is_told_too(reference: drift.Reference) -> None:
    live = made(2).with_columns(pl.col("trip_seconds") * 1000).rename({"trip_seconds": "trip_ms"})
    run = drift.check(live, reference)
    assert faults(run["trip_seconds"]) == ["renamed_column", "unit_change"]
    unit = run["trip_seconds"].findings[1].diagnosis
    assert unit is not None
    assert unit.parameters["factor"] == 1000


def test_a_boolean_under_a_name_that_tells_nothing_is_a_lost_and_a_new_column(
    reference: drift.Reference,
) -> None:
    run = check(reference, member="feature_x")
    assert faults(run["member"]) == ["missing_column"]
    assert faults(run["feature_x"]) == ["new_column"]
    lost = run["member"].findings[0]
    assert "; `feature_x` could be it: the values are alike" in lost.why
    assert lost.diagnosis is not None
    assert lost.diagnosis.runner_up is None


@pytest.mark.parametrize(("others", "told"), [(2, "missing_column"), (30, "renamed_column")])
def test_a_boolean_in_the_place_of_the_lost_one_is_it_where_the_place_tells(others: int, told: str) -> None:
    random = np.random.default_rng(5)

    def table(name: str) -> pl.DataFrame:
        before, *after = (pl.Series(f"n{k}", random.normal(k, 1, 2_000)) for k in range(others))
        return pl.DataFrame([before, pl.Series(name, random.random(2_000) < 0.3), *after])

    run = drift.check(table("feature_x"), drift.fit(table("member")))
    assert faults(run["member"]) == [told]


def test_a_new_column_of_other_values_is_not_the_lost_one(reference: drift.Reference) -> None:
    live = made(2).drop("amount").with_columns(pl.col("score").alias("feature_x"))
    run = drift.check(live, reference)
    assert faults(run["amount"]) == ["missing_column"]


def test_two_new_columns_that_would_do_as_well_are_told_as_a_tie(reference: drift.Reference) -> None:
    amount = pl.col("amount")
    live = made(2).with_columns(amount.alias("one"), amount.alias("other")).drop("amount")
    result = drift.check(live, reference)["amount"]
    assert faults(result) == ["missing_column"]
    assert "`one` and `other` could be it" in result.findings[0].why
    assert result.diagnosis is not None
    assert result.diagnosis.runner_up is not None
    assert result.diagnosis.runner_up.parameters == {"from": "amount", "to": ["one", "other"]}


def test_of_two_that_would_do_as_well_the_one_in_the_place_of_the_lost_column_is_told(
    reference: drift.Reference,
) -> None:
    live = made(2).rename({"amount": "one"}).with_columns(pl.col("one").alias("other"))
    run = drift.check(live, reference)
    assert faults(run["amount"]) == ["renamed_column"]
    assert "`one`, which stands in its place and carries its values" in run["amount"].findings[0].why
    assert faults(run["other"]) == ["new_column"]


def test_a_renamed_target_is_a_warning() -> None:
    learned = drift.fit(made(1), config={"target": "amount"})
    assert check(learned, amount="amount_v2")["amount"].verdict == "warning"


@pytest.mark.parametrize(("one", "other"), [("amount", "score"), ("trip_seconds", "age"), ("city", "plan")])
def test_exchanged_columns_are_told_on_both_and_once_at_the_top(
    reference: drift.Reference, one: str, other: str
) -> None:
    live = made(2).with_columns(pl.col(one).alias(other), pl.col(other).alias(one))
    run = drift.check(live, reference)
    assert [(faults(run[name]), run[name].verdict) for name in (one, other)] == [
        (["swapped_columns"], "breach")
    ] * 2
    (top,) = run.findings
    assert top.diagnosis is not None
    assert (top.check, top.column, top.diagnosis.fault) == ("swapped", None, "swapped_columns")
    assert [name.name for name in run.columns if name.verdict != "ok"] == [one, other]
    assert run.to_text().count("exchanged") == 1


def nearly_alike(rows: int, seed: int) -> pl.DataFrame:
    """Return two categories of the same levels, five in a hundred rows apart."""
    random = np.random.default_rng(seed)
    shares = {"p": [0.4, 0.3, 0.2, 0.1], "q": [0.45, 0.3, 0.15, 0.1]}
    return pl.DataFrame({name: random.choice(list("abcd"), rows, p=of) for name, of in shares.items()})


def test_columns_that_are_nearly_alike_are_exchanged_though_one_alone_is_in_breach() -> None:
    """One of the two is further from training than it moves, the other only certainly changed."""
    learned = drift.fit(nearly_alike(20_000, seed=1))
    told = 0
    for seed in range(10, 16):
        run = drift.check(nearly_alike(5_000, seed).rename({"p": "q", "q": "p"}), learned)
        told += [one.check for one in run.findings] == ["swapped"]
    assert told >= 4
    assert drift.check(nearly_alike(5_000, 10), learned).verdict == "ok"


def test_columns_of_few_values_are_exchanged() -> None:
    """Years of age and of school: a quantile of so few values lies anywhere in one of them."""

    def people(seed: int) -> pl.DataFrame:
        random = np.random.default_rng(seed)
        school = random.choice([8, 12, 13, 14, 16, 18], 3_000, p=[0.1, 0.4, 0.1, 0.2, 0.15, 0.05])
        return pl.DataFrame({"age": random.integers(20, 70, 3_000), "school": school})

    live = people(2).select(pl.col("school").alias("age"), pl.col("age").alias("school"))
    run = drift.check(live, drift.fit(people(1)))
    assert [faults(one) for one in run.columns] == [["swapped_columns"]] * 2


def test_columns_moved_by_one_are_one_finding(reference: drift.Reference) -> None:
    """The first column of the run is null, as a broken CSV file leaves it."""
    before = ["amount", "trip_seconds", "score", "age"]
    live = made(2).with_columns(
        pl.lit(None, dtype=pl.Float64).alias("amount"),
        *(pl.col(left).alias(right) for left, right in pairwise(before)),
    )
    run = drift.check(live, reference)
    (top,) = [one for one in run.findings if one.diagnosis and one.diagnosis.fault == "swapped_columns"]
    assert top.diagnosis is not None
    assert top.diagnosis.parameters["columns"] == ["age", "score", "trip_seconds"]
    assert "left neighbour" in top.why
    assert faults(run["amount"]) == ["missing_values"]


@pytest.mark.parametrize(("one", "other"), [("smoker", "insured"), ("result", "baker")])
def test_flags_and_levels_with_nulls_are_exchanged(one: str, other: str) -> None:
    """Few rows: shares alone fit many a column, but no other went there, and no other has these levels."""
    random = np.random.default_rng(20)

    def table(rows: int) -> pl.DataFrame:
        bakers = [f"Baker {number}" for number in range(60)]
        result = random.choice(["IN", "OUT", "STAR"], rows, p=[0.75, 0.15, 0.1])
        return pl.DataFrame(
            {
                "smoker": (random.random(rows) < 0.1).astype(int),
                "age": random.integers(18, 90, rows),
                "insured": (random.random(rows) < 0.6).astype(int),
                "baker": random.choice(bakers, rows),
                "result": pl.Series(result).zip_with(
                    pl.Series(random.random(rows) < 0.6), pl.Series([None], dtype=pl.String)
                ),
            }
        )

    reference, live = drift.fit(table(900)), table(600)
    names = {one: other, other: one}
    run = drift.check(
        live.select(pl.col(names.get(name, name)).alias(name) for name in live.columns), reference
    )
    assert faults(run[one])[0] == faults(run[other])[0] == "swapped_columns"
    assert drift.check(live, reference).verdict == "ok"


def test_flags_that_two_causes_changed_are_not_exchanged() -> None:
    random = np.random.default_rng(21)

    def table(shares: tuple[float, float]) -> pl.DataFrame:
        flags = {f"flag_{k}": (random.random(3_000) < share).astype(int) for k, share in enumerate(shares)}
        return made(1).head(3_000).with_columns(**{name: pl.Series(values) for name, values in flags.items()})

    run = drift.check(table((0.5, 0.4)), drift.fit(table((0.1, 0.8))))
    assert "swapped_columns" not in {fault for one in run.columns for fault in faults(one)}


def test_columns_that_merely_changed_are_not_exchanged(reference: drift.Reference) -> None:
    live = made(2).with_columns(pl.col("amount") * 1000, pl.col("score") + 1)
    assert {faults(column)[0] for column in drift.check(live, reference).breaches} <= {"unit_change", "shift"}


def test_a_field_too_many_in_a_csv_file_moves_all_behind_it(tmp_path: Path) -> None:
    """Numbers come in a column of text, and texts in one of numbers; it is still one finding."""
    order = ["amount", "trip_seconds", "score", "city", "age"]
    before, now = (made(seed).select(order) for seed in (1, 2))
    file = tmp_path / "broken.csv"
    lines = (",".join(map(str, ["", *row[:-1]])) for row in now.iter_rows())
    file.write_text("\n".join([",".join(order), *lines]) + "\n", encoding="utf-8")
    run = drift.check(file, drift.fit(before))
    (top,) = [one for one in run.findings if one.diagnosis and one.diagnosis.fault == "swapped_columns"]
    assert top.diagnosis is not None
    assert top.diagnosis.parameters["columns"] == ["age", "city", "score", "trip_seconds"]
    assert "left neighbour" in top.why
    assert [run[name].findings[0].diagnosis.parameters["with"] for name in order[1:]] == order[:-1]  # type: ignore[union-attr]
