"""The shop of the demo: its table holds what its docstring says, and it is one process at all times."""

from __future__ import annotations

import ast
import math
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal
from scipy import stats

from drift.demo import orders as module
from drift.demo.orders import in_milliseconds, orders

START = date(2026, 3, 2)
DAYS = 60
ROWS = 300_000
GAP = "seconds_since_last_order"
RARE = 1e-6  # how seldom a bound of these tests may fail by chance

SCHEMA = {
    "order_id": pl.String,
    "customer_id": pl.String,
    "ordered_at": pl.Datetime("us"),
    "seconds_since_last_order": pl.Int64,
    "basket_value": pl.Float64,
    "items": pl.Int64,
    "discount_share": pl.Float64,
    "shipping_km": pl.Float64,
    "country": pl.String,
    "device": pl.String,
    "payment": pl.String,
    "browser_version": pl.String,
    "coupon_code": pl.String,
    "is_gift": pl.Boolean,
    "account_age_days": pl.Int64,
    "failed_logins_24h": pl.Int64,
    "ip_risk_score": pl.Float64,
    "is_fraud": pl.Boolean,
}


@pytest.fixture(scope="module")
def training() -> pl.DataFrame:
    """Sixty days of orders."""
    return orders(ROWS, start=START, days=DAYS, seed=7)


def cdf_distance(values: pl.Series, cdf: np.ndarray) -> float:
    """Return the largest distance of a sample's cumulative shares from a cdf taken at its sorted values."""
    upto = values.sort().rank("max").to_numpy() / values.len()
    return float(np.abs(upto - cdf).max())


def dkw(rows: int) -> float:
    """Return how far chance moves cumulative shares: Dvoretzky, Kiefer and Wolfowitz with Massart's 2."""
    return math.sqrt(math.log(2 / RARE) / (2 * rows))


class TestDeterminism:
    """What the seed decides, and what it does not."""

    def test_same_arguments_give_the_same_table(self) -> None:
        first, second = (orders(5_000, start=START, days=2, seed=3) for _ in range(2))
        assert_frame_equal(first, second)

    def test_another_seed_draws_other_orders(self) -> None:
        first, second = (orders(5_000, start=START, days=2, seed=seed) for seed in (3, 4))
        for name in ("ordered_at", "customer_id", "basket_value", "shipping_km", "ip_risk_score"):
            assert not first[name].equals(second[name]), name

    def test_consecutive_windows_of_one_seed_are_independent(self) -> None:
        """Paired in order, they share no more customers than chance gives, which is 7 in 100,000."""
        first, second = (orders(20_000, start=START + timedelta(d), days=1, seed=3) for d in (0, 1))
        same = (first["customer_id"] == second["customer_id"]).sum()
        assert same <= stats.binom.ppf(1 - RARE, 20_000, 7e-5)

    def test_the_number_of_threads_changes_nothing(self) -> None:
        code = (
            "import hashlib, datetime; from drift.demo.orders import orders; "
            "table = orders(50_000, start=datetime.date(2026, 3, 2), days=5, seed=7); "
            "print(hashlib.sha256(table.write_csv().encode()).hexdigest())"
        )
        root = str(Path(module.__file__).parents[2])
        digests = {
            subprocess.run(  # noqa: S603 - our own interpreter, our own code
                [sys.executable, "-c", code],
                env={**os.environ, "POLARS_MAX_THREADS": threads, "PYTHONPATH": root},
                capture_output=True,
                check=True,
                text=True,
            ).stdout
            for threads in ("1", "4")
        }
        assert len(digests) == 1

    def test_draws_with_numpy_and_polars_alone(self) -> None:
        found = set()
        for node in ast.walk(ast.parse(Path(module.__file__).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {name.name.split(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add((node.module or "").split(".")[0])
        assert found - set(sys.stdlib_module_names) == {"numpy", "polars", "drift"}


class TestTable:
    """Types, ranges, nulls and the laws within a row."""

    def test_columns_and_types(self, training: pl.DataFrame) -> None:
        assert dict(training.schema) == SCHEMA
        assert training.height == ROWS

    def test_no_rows_have_the_same_columns(self) -> None:
        empty = orders(0, start=START, days=1, seed=1)
        assert empty.height == 0
        assert dict(empty.schema) == SCHEMA

    def test_nulls_are_only_where_documented(self, training: pl.DataFrame) -> None:
        nulls = {name for name in training.columns if training[name].null_count()}
        assert nulls == {GAP, "device", "coupon_code"}

    @pytest.mark.parametrize(
        ("column", "least", "most"),
        [
            (GAP, 1, 3_650 * 86_400),
            ("basket_value", 0.01, math.inf),
            ("items", 1, math.inf),
            ("discount_share", 0, 1),
            ("shipping_km", 0, 20_015),
            ("account_age_days", 0, 3_649),
            ("failed_logins_24h", 0, math.inf),
            ("ip_risk_score", 0, 1),
        ],
    )
    def test_numbers_stay_in_their_range(
        self, training: pl.DataFrame, column: str, least: float, most: float
    ) -> None:
        values = training[column].drop_nulls()
        assert values.cast(pl.Float64).is_finite().all()
        assert values.is_between(least, most).all()

    @pytest.mark.parametrize(
        ("column", "decimals"),
        [("basket_value", 2), ("discount_share", 2), ("shipping_km", 1), ("ip_risk_score", 3)],
    )
    def test_decimals_are_as_documented(self, training: pl.DataFrame, column: str, decimals: int) -> None:
        """Written in the shortest way that reads back, no value has more decimals, and some have all."""
        written = training[column].head(2_000).to_list()
        assert max(len(repr(value).partition(".")[2]) for value in written) == decimals

    def test_a_coupon_gives_its_percentage_as_discount(self, training: pl.DataFrame) -> None:
        with_coupon = training.filter(pl.col("coupon_code").is_not_null())
        percent = with_coupon["coupon_code"].str.extract(r"(\d+)$").cast(pl.Float64)
        assert (with_coupon["discount_share"] == percent / 100).all()

    def test_the_last_order_is_within_the_life_of_the_account(self, training: pl.DataFrame) -> None:
        assert (training[GAP].drop_nulls() > 0).all()
        inside = training.select(pl.col(GAP) <= (pl.col("account_age_days") + 1) * 86_400).to_series()
        assert inside.drop_nulls().all()

    def test_an_account_grows_by_a_day_a_day_until_its_number_is_given_again(
        self, training: pl.DataFrame
    ) -> None:
        opened = pl.col("ordered_at") - pl.duration(days=pl.col("account_age_days"))
        pairs = training.select(
            moved=opened.diff().over("customer_id", order_by="ordered_at"),
            waited=pl.col("ordered_at").diff().over("customer_id", order_by="ordered_at"),
            age=pl.duration(days=pl.col("account_age_days")),
        ).drop_nulls()
        same = pairs["moved"].is_between(timedelta(days=-1), timedelta(days=1))
        anew = pairs["age"] <= pairs["waited"]
        assert (same | anew).all()
        assert 0 < (~same).sum() < 0.1 * pairs.height


class TestTimes:
    """When orders come, and how they are numbered."""

    def test_times_ascend_within_the_window(self, training: pl.DataFrame) -> None:
        times = training["ordered_at"]
        assert times.is_sorted()
        assert times.dt.date().min() == START
        assert times.dt.date().max() == START + timedelta(DAYS - 1)

    def test_half_a_day_ends_at_noon(self) -> None:
        times = orders(5_000, start=START, days=0.5, seed=1)["ordered_at"]
        assert times.dt.date().unique().to_list() == [START]
        assert times.dt.hour().unique().sort().to_list() == list(range(12))

    def test_nights_are_quiet_and_sundays_strong(self, training: pl.DataFrame) -> None:
        hours = dict(training["ordered_at"].dt.hour().value_counts().iter_rows())
        assert max(hours, key=hours.__getitem__) == 20
        assert min(hours, key=hours.__getitem__) in {3, 4}
        assert hours[20] > 20 * hours[3]
        weekdays = training.filter(pl.col("ordered_at").dt.date() < START + timedelta(56))["ordered_at"]
        by_day = dict(weekdays.dt.weekday().value_counts().iter_rows())
        assert max(by_day, key=by_day.__getitem__) == 7

    def test_order_numbers_of_consecutive_windows_never_meet(self) -> None:
        """Whatever their density, and over New Year: as text they ascend with time, each once."""
        first = date(2025, 11, 1)
        windows = [
            orders(50_000, start=first, days=60, seed=1),
            orders(200_000, start=first + timedelta(60), days=1, seed=1),
            orders(1_000, start=first + timedelta(61), days=1, seed=2),
        ]
        ids = pl.concat(windows)["order_id"]
        assert ids.n_unique() == ids.len()
        assert ids.is_sorted()
        assert ids.str.contains(r"^ORD-\d{4}-\d{9}$").all()
        years = [set(window["order_id"].str.slice(4, 4)) for window in windows]
        assert years == [{"2025"}, {"2025"}, {"2026"}]

    def test_the_densest_window_uses_every_number_once(self) -> None:
        """An hour has 25 * 3600 numbers; the year's first hour those from 0."""
        ids = orders(90_000, start=date(2026, 1, 1), days=1 / 24, seed=1)["order_id"]
        assert ids.str.slice(9).cast(pl.Int64).to_list() == list(range(90_000))


class TestShares:
    """Shares against the documented ones: exact binomial bounds, widened by what the days' wobble can do."""

    @pytest.mark.parametrize(
        ("what", "share", "wobble"),
        [
            (pl.col("is_fraud"), 0.015, 0.08),
            (pl.col("is_gift"), 0.06, 0.06),
            (pl.col("coupon_code").is_null(), 0.85, 0.05),
            (pl.col("device").is_null(), 0.01, 0.06),
            (pl.col("discount_share") == 0, 0.85 * (1 - 0.18), 0.05 + 0.05),
            # Level k of a mix moves against the others by both their wobbles.
            (pl.col("device") == "mobile", 0.99 * 0.58, 2 * 0.04),
            (pl.col("payment") == "card", 0.44, 2 * 0.04),
            (pl.col("country") == "DE", 1 / sum(k**-1.1 for k in range(1, 13)), 2 * 0.04),
            (pl.col("country") == "CZ", 12**-1.1 / sum(k**-1.1 for k in range(1, 13)), 2 * 0.04),
            # Gamma-Poisson counts are negative binomial; frauds have eight times the rate.
            (
                pl.col("failed_logins_24h") == 0,
                0.985 * stats.nbinom.pmf(0, 0.3, 1 / 1.3) + 0.015 * stats.nbinom.pmf(0, 0.3, 1 / 3.4),
                0.06,
            ),
        ],
    )
    @pytest.mark.parametrize("days", [60, 1])
    def test_share_is_as_documented(
        self, training: pl.DataFrame, days: int, what: pl.Expr, share: float, wobble: float
    ) -> None:
        """The wobble of log-odds is two standard deviations at most on a day, and averages out over many."""
        table = training.filter(pl.col("ordered_at").dt.date() < START + timedelta(days))
        log_odds = min(2, 5 / math.sqrt(days)) * wobble
        count = table.select(what.fill_null(value=False).sum()).item()
        low, high = (
            stats.binom.ppf(chance, table.height, 1 / (1 + (1 - share) / share * math.exp(-moved)))
            for chance, moved in ((RARE, -log_odds), (1 - RARE, log_odds))
        )
        assert low <= count <= high

    def test_about_three_percent_are_first_orders(self, training: pl.DataFrame) -> None:
        """A gap X / life, at an age uniform over the life, goes beyond the account with E[min(1, ratio)].

        The ratio is log-normal, so that has a closed form. The finite pool weighs on it as a sample of
        1 / sum(share ** 2) customers.
        """
        spread = math.hypot(1.2, 0.8)
        centre = math.log(9 / 600)
        normal = stats.norm.cdf
        below_one = math.exp(centre + spread**2 / 2) * normal(-centre / spread - spread)
        expected = 0.75 * (below_one + normal(centre / spread))
        assert expected == pytest.approx(0.03, abs=0.002)
        customers = math.log(1_001) ** 2 * 300
        margin = 5 * math.sqrt(expected * (1 - expected) / customers)
        assert training[GAP].null_count() / ROWS == pytest.approx(expected, abs=margin)

    @pytest.mark.parametrize(
        ("column", "levels"), [("country", 12), ("device", 3), ("payment", 7), ("browser_version", 40)]
    )
    def test_levels(self, training: pl.DataFrame, column: str, levels: int) -> None:
        assert training[column].drop_nulls().n_unique() == levels

    def test_few_customers_order_much_more_often(self, training: pl.DataFrame) -> None:
        """Pairs of orders share a customer as often as the integral of the squared density says.

        That is the integral of 1 / (k + 300) ** 2 over 300,000 ranks, over ln(1001) squared: 21 times
        what equal customers would give.
        """
        repeats = training["customer_id"].value_counts()["count"].cast(pl.Float64)
        pairs = (repeats * (repeats - 1)).sum() / (ROWS * (ROWS - 1))
        expected = (1 / 300 - 1 / 300_300) / math.log(1_001) ** 2
        assert pairs == pytest.approx(expected, rel=0.03)
        assert training["customer_id"].str.contains(r"^C[1-3]\d{5}$").all()


class TestShapes:
    """Distributions against scipy's, within chance and what the days' wobble can do."""

    def test_gaps_have_two_log_normal_regimes(self, training: pl.DataFrame) -> None:
        """On honest orders of accounts so old that their age cuts nothing off."""
        gaps = training.filter(~pl.col("is_fraud"), pl.col("account_age_days") > 1_500)[GAP].drop_nulls()
        at = gaps.sort().to_numpy() + 1.0  # whole seconds, rounded down
        cdf = 0.25 * stats.lognorm.cdf(at, 1.0, scale=1_500)
        cdf += 0.75 * stats.lognorm.cdf(at, 1.2, scale=9 * 86_400)
        wobble = 0.25 * 0.75 * 2 * 0.05
        assert gaps.len() > 5_000
        assert cdf_distance(gaps, cdf) < dkw(gaps.len()) + wobble

    def test_risk_scores_of_honest_orders_are_beta(self, training: pl.DataFrame) -> None:
        scores = training.filter(~pl.col("is_fraud"))["ip_risk_score"]
        at = scores.sort().to_numpy() + 0.0005  # rounded to three decimals
        ways = [stats.beta.cdf(at, 1.4 * math.exp(moved), 9.0) for moved in (-0.04, 0.04)]
        wobble = np.abs(ways[0] - ways[1]).max()
        assert cdf_distance(scores, stats.beta.cdf(at, 1.4, 9.0)) < dkw(scores.len()) + wobble

    def test_items_are_one_and_a_poisson_count(self, training: pl.DataFrame) -> None:
        items = training["items"]
        at = items.sort().to_numpy() - 1
        most = 5 / math.sqrt(DAYS) * 0.02  # of the days' mean wobble
        wobble = np.abs(stats.poisson.cdf(at, 1.2 * math.exp(most)) - stats.poisson.cdf(at, 1.2)).max()
        assert cdf_distance(items, stats.poisson.cdf(at, 1.2)) < dkw(ROWS) + wobble

    def test_one_item_costs_log_normally(self, training: pl.DataFrame) -> None:
        """Median 34, spread 0.6; the season moves the log by 0.04 at most, a day's wobble by 0.04."""
        logs = training.filter(~pl.col("is_fraud"), pl.col("items") == 1)["basket_value"].log()
        assert logs.median() == pytest.approx(math.log(34), abs=0.04 + 0.04)
        assert logs.std() == pytest.approx(0.6, abs=0.01)
        assert abs(stats.skew(logs)) < 0.05

    def test_baskets_grow_with_their_items(self, training: pl.DataFrame) -> None:
        """The mean log is ln 34 + 0.6 E[ln items] + 0.015 * 0.35, with a season of 0.04 at most."""
        count = np.arange(30)
        expected = math.log(34) + 0.015 * 0.35
        expected += 0.6 * float(stats.poisson.pmf(count, 1.2) @ np.log1p(count))
        assert math.exp(expected) == pytest.approx(50, rel=0.05)
        wobble = 5 / math.sqrt(DAYS) * 0.02
        assert training["basket_value"].log().mean() == pytest.approx(expected, abs=0.04 + wobble)
        line = stats.linregress(training["items"].log(), training["basket_value"].log())
        assert line.slope == pytest.approx(0.6, abs=5 * line.stderr)

    @pytest.mark.parametrize(("country", "km"), [("DE", 180), ("FR", 700), ("ES", 1_500)])
    def test_distances_lie_about_the_median_of_their_country(
        self, training: pl.DataFrame, country: str, km: float
    ) -> None:
        values = training.filter(pl.col("country") == country)["shipping_km"]
        chance = 5 * math.sqrt(math.pi / 2) * 0.7 / math.sqrt(values.len())
        assert math.log(float(np.median(values.to_numpy())) / km) == pytest.approx(0, abs=chance + 2 * 0.02)

    def test_distances_spread_alike_in_every_country(self, training: pl.DataFrame) -> None:
        spread = training.group_by("country").agg(pl.col("shipping_km").log().std())["shipping_km"]
        assert spread.to_list() == pytest.approx([0.7] * 12, abs=0.02)

    def test_distances_have_a_long_tail(self, training: pl.DataFrame) -> None:
        assert stats.kurtosis(training["shipping_km"]) > 6  # an exponential has 6

    def test_frauds_show_in_the_features(self, training: pl.DataFrame) -> None:
        fraud, honest = (training.filter(pl.col("is_fraud") == flag) for flag in (True, False))
        for name, larger, smaller in [
            ("ip_risk_score", fraud, honest),
            ("failed_logins_24h", fraud, honest),
            ("basket_value", fraud, honest),
            (GAP, honest, fraud),
        ]:
            one, two = (table[name].drop_nulls().to_numpy() for table in (larger, smaller))
            ranks = stats.mannwhitneyu(one, two, alternative="greater")
            assert ranks.pvalue < RARE, name


class TestMovement:
    """One process at all times: it wobbles by the day, follows the season, and never breaks."""

    def test_a_day_is_the_same_in_every_window_and_unlike_its_neighbour(self) -> None:
        """Chi-square on the mix of countries: the date alone decides it, not window, rows or seed."""
        day = START + timedelta(1)
        inside = orders(300_000, start=START, days=3, seed=1).with_columns(pl.col("ordered_at").dt.date())
        alone = orders(100_000, start=day, days=1, seed=2)["country"].value_counts(name="alone")
        same, other = (
            inside.filter(pl.col("ordered_at") == which)["country"].value_counts().join(alone, "country")
            for which in (day, START)
        )
        assert stats.chi2_contingency(same.drop("country").to_numpy()).pvalue > 1e-4
        assert stats.chi2_contingency(other.drop("country").to_numpy()).pvalue < RARE

    @pytest.mark.parametrize(
        "log",
        [
            pl.col("basket_value").log() - 0.6 * pl.col("items").log(),
            pl.col("shipping_km").log() - pl.col("shipping_km").log().mean().over("country"),
        ],
        ids=["basket_value", "shipping_km"],
    )
    def test_a_day_differs_from_the_next_by_more_than_chance(
        self, training: pl.DataFrame, log: pl.Expr
    ) -> None:
        """Thirty pairs of neighbours, so that the season does not matter: their differences are too large."""
        by_day = (
            training.select(pl.col("ordered_at").dt.date(), log.alias("log"))
            .group_by("ordered_at", maintain_order=True)
            .agg(mean=pl.col("log").mean(), error=pl.col("log").var() / pl.len())
        )
        mean, error = (by_day[name].to_numpy().reshape(DAYS // 2, 2) for name in ("mean", "error"))
        squares = ((mean[:, 0] - mean[:, 1]) ** 2 / error.sum(axis=1)).sum()
        assert stats.chi2.sf(squares, DAYS // 2) < RARE

    @pytest.mark.parametrize("column", [GAP, "basket_value", "shipping_km", "account_age_days"])
    def test_the_next_day_is_as_near_as_the_days_before(self, column: str) -> None:
        """Its KS distance from the sixty days is below the largest that one of these has."""
        table = orders(60_000, start=START, days=DAYS, seed=7)
        following = orders(1_000, start=START + timedelta(DAYS), days=1, seed=7)
        everything = table[column].drop_nulls()
        distances = [
            stats.ks_2samp(day[column].drop_nulls(), everything, method="asymp").statistic
            for day in table.with_columns(pl.col("ordered_at").dt.date()).partition_by("ordered_at")
        ]
        found = stats.ks_2samp(following[column].drop_nulls(), everything, method="asymp").statistic
        assert found < max(distances)

    def test_the_season_is_visible_and_mild(self) -> None:
        """Regressed on the year's cosine, the log of baskets has slope 0.04, that of volume 0.15."""
        year = orders(ROWS, start=date(2026, 1, 1), days=365, seed=5)
        by_day = (
            year.group_by(pl.col("ordered_at").dt.date(), maintain_order=True)
            .agg(basket=pl.col("basket_value").log().mean(), volume=pl.len().log())
            .with_columns(peak=(pl.col("ordered_at") - date(2026, 12, 5)).dt.total_days())
        )
        season = np.cos(2 * np.pi * by_day["peak"].to_numpy() / 365.2425)
        for name, slope in (("basket", 0.04), ("volume", 0.15)):
            line = stats.linregress(season, by_day[name].to_numpy())
            assert line.pvalue < RARE, name
            assert line.slope == pytest.approx(slope, abs=5 * line.stderr), name

    def test_times_before_1970_work_too(self) -> None:
        table = orders(1_000, start=date(1969, 12, 30), days=4, seed=1)
        assert table["ordered_at"].dt.date().n_unique() == 4
        assert table["order_id"].is_sorted()
        assert set(table["order_id"].str.slice(4, 4)) == {"1969", "1970"}
        assert table["account_age_days"].is_between(0, 3_649).all()


class TestRefusals:
    """Arguments out of their range."""

    @pytest.mark.parametrize(
        ("rows", "days", "text"),
        [
            (-1, 1, "rows is -1, and this shop has 0 to 2160000 order numbers in 1 days"),
            (2_160_001, 1, "rows is 2160001, and this shop has 0 to 2160000 order numbers in 1 days"),
            (1, 0, "days is 0, and a window needs a length above 0"),
            (1, math.nan, "days is nan, and a window needs a length above 0"),
            (1, math.inf, "days is inf, and a window needs a length above 0"),
        ],
    )
    def test_impossible_windows(self, rows: int, days: float, text: str) -> None:
        with pytest.raises(ValueError, match=text):
            orders(rows, start=START, days=days, seed=1)

    def test_a_negative_seed(self) -> None:
        with pytest.raises(ValueError, match="non-negative"):
            orders(1, start=START, days=1, seed=-1)

    @pytest.mark.parametrize("share", [-0.1, 1.1, math.nan])
    def test_impossible_shares(self, training: pl.DataFrame, share: float) -> None:
        with pytest.raises(ValueError, match="a share of rows is within 0 and 1"):
            in_milliseconds(training, share=share)


class TestInMilliseconds:
    """The fault of the story."""

    def test_every_value_is_times_a_thousand_and_all_else_equal(self, training: pl.DataFrame) -> None:
        broken = in_milliseconds(training)
        assert_frame_equal(broken, training.with_columns(pl.col(GAP) * 1_000))

    @pytest.mark.parametrize(
        ("share", "changed"), [(0.0, 0), (0.02, 20), (0.25, 250), (0.0004, 0), (1.0, 1_000)]
    )
    def test_the_chosen_share_of_known_values_is_multiplied(self, share: float, changed: int) -> None:
        values = [*range(1, 1_001), *[None] * 200]
        table = pl.DataFrame({"before": [None, *values], GAP: [None, *values], "other": 1})
        broken = in_milliseconds(table, share=share, seed=5)
        assert_frame_equal(broken.drop(GAP), table.drop(GAP))
        ratio = (broken[GAP] / broken["before"]).drop_nulls()
        assert set(ratio) <= {1.0, 1_000.0}
        assert (ratio == 1_000).sum() == changed
        assert broken[GAP].null_count() == 201

    def test_the_seed_chooses_the_rows(self, training: pl.DataFrame) -> None:
        first, again, other = (in_milliseconds(training, share=0.5, seed=seed)[GAP] for seed in (1, 1, 2))
        assert first.equals(again, null_equal=True)
        assert not first.equals(other, null_equal=True)

    def test_other_columns_and_types(self) -> None:
        table = pl.DataFrame(
            {"wait": [1.5, None, -2.0], "short": pl.Series([30_000, 1, None], dtype=pl.Int16)}
        )
        assert in_milliseconds(table, "wait")["wait"].to_list() == [1_500.0, None, -2_000.0]
        widened = in_milliseconds(table, "short")
        assert widened["short"].to_list() == [30_000_000, 1_000, None]
        assert widened.schema == {"wait": pl.Float64, "short": pl.Int64}

    def test_an_empty_table_stays_empty(self) -> None:
        empty = orders(0, start=START, days=1, seed=1)
        assert_frame_equal(in_milliseconds(empty), empty)

    def test_a_column_that_is_not_there(self, training: pl.DataFrame) -> None:
        with pytest.raises(pl.exceptions.ColumnNotFoundError, match="gap"):
            in_milliseconds(training, "gap")
