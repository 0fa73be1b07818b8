"""The order table of an online shop that does not exist: the features of its fraud model, row by row.

The shop is one fixed world. What a calendar day is like (how busy, which mix of countries and
devices, how dear the baskets) follows from its date alone, and so do its customers and their accounts;
the seed only draws the orders. So two windows of time are always two samples of one process, which
moves a little from day to day and with the season, and never breaks. Breaking it is left to
`in_milliseconds`, telling the story to others. Only numpy draws, so threads cannot matter.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import polars as pl

from drift.demo import shop

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Ints: TypeAlias = NDArray[np.int64]
    Flags: TypeAlias = NDArray[np.bool_]


def orders(rows: int, *, start: date, days: float, seed: int) -> pl.DataFrame:
    """Return a sample of the shop's orders from a window of time, oldest first.

    The same arguments give the same table, on any number of threads. Windows may have any number of
    rows: the process behind them is one (see the module), and order numbers never repeat over windows
    that do not overlap. Draws of different `start` are independent, with the same seed too.

    Parameters
    ----------
    rows : int
        How many orders, at least 0 and at most 25 a second.
    start : date
        The day at whose midnight (UTC) the window begins.
    days : float
        The window's length, above 0.
    seed : int
        What draws the orders, at least 0.

    Returns
    -------
    pl.DataFrame
        With these columns. Nulls are only where they are mentioned; no number is NaN or infinite.

        - ``order_id`` (String): unique, ``ORD-2026-000001234``: the year, and a number that grows
          with ``ordered_at`` and starts anew each year; numbers are left out in between.
        - ``customer_id`` (String): ``C`` and six digits, one of 300,000; some order much more often
          than others, the most frequent one 0.05 % of all orders.
        - ``ordered_at`` (Datetime in µs, UTC without a zone): ascending, from `start` up to but not
          at `start` + `days`; busiest at 20 h, quietest at 3 and 4 h, strongest on Sundays, 15 % above
          the yearly mean in early December and 14 % below it in June.
        - ``seconds_since_last_order`` (Int64, seconds): at least 1 and within the account's age. Two
          log-normal regimes: a quarter with a median of 25 minutes, the rest of 9 days, cut at the
          account's age. Null for a customer's first order, about 3 %.
        - ``basket_value`` (Float64, euro, two decimals): at least 0.01, log-normal, median about 50,
          8 % higher in early December than in June.
        - ``items`` (Int64, count): 1 + Poisson(1.2).
        - ``discount_share`` (Float64, share of the basket value): 0 to 1, two decimals; 0 for about
          70 %, else the coupon's percentage, or that of a sale.
        - ``shipping_km`` (Float64, kilometres, one decimal): 0 to 20,015, log-normal about the
          median of each country, hence with a long tail.
        - ``country`` (String): 12 levels, shares falling as 1 / rank ** 1.1.
        - ``device`` (String): mobile 58 %, desktop 35 %, tablet 7 %; null for 1 % of the orders.
        - ``payment`` (String): 7 levels, from card (44 %) to gift_card (2 %).
        - ``browser_version`` (String): 40 levels, shares falling as 1 / rank ** 0.9.
        - ``coupon_code`` (String): 12 levels; null for 85 %.
        - ``is_gift`` (Boolean): true for 6 %.
        - ``account_age_days`` (Int64, whole days): 0 to 3,649; an account grows by a day a day until
          it is closed and its number goes to a new customer, so that the shop's mix of ages stays.
        - ``failed_logins_24h`` (Int64, count in the 24 hours before): at least 0, 0 for about 92 %.
        - ``ip_risk_score`` (Float64, no unit, three decimals): 0 to 1, beta(1.4, 9).
        - ``is_fraud`` (Boolean): the target, true for 1.5 %. Frauds have higher risk scores, more
          failed logins, dearer baskets and follow the last order sooner.

    Raises
    ------
    ValueError
        If `rows`, `days` or `seed` is out of its range.

    Examples
    --------
    >>> from datetime import date
    >>> orders(1_000, start=date(2026, 3, 1), days=1, seed=7).shape
    (1000, 18)
    """
    _refuse_impossible(rows, days)
    window = _window(rows, start=start, days=days, seed=seed)
    rng = window.rng
    fraud = window.occurs("fraud", shop.FRAUD)
    customer, age_days = _accounts(window)
    gap, first = _gaps(window, fraud=fraud, age_days=age_days)
    items = 1 + rng.poisson(shop.EXTRA_ITEMS * np.exp(window.wobble("items")))
    country, payment, browser = (window.level(name) for name in ("country", "payment", "browser_version"))
    coupon, no_coupon = window.level("coupon_code"), ~window.occurs("coupon", shop.COUPON)
    return pl.DataFrame(
        [
            _order_ids(window),
            customer,
            pl.Series("ordered_at", window.time_us).cast(pl.Datetime("us")),
            pl.select(seconds_since_last_order=pl.when(pl.Series(~first)).then(pl.Series(gap))).to_series(),
            pl.Series("basket_value", _basket_values(window, items=items, fraud=fraud)),
            pl.Series("items", items),
            pl.Series("discount_share", _discounts(window, coupon=coupon, no_coupon=no_coupon)),
            pl.Series("shipping_km", _distances(window, country)),
            _text("country", country),
            _text(
                "device", window.level("device"), null=window.occurs("device_unknown", shop.DEVICE_UNKNOWN)
            ),
            _text("payment", payment),
            _text("browser_version", browser),
            _text("coupon_code", coupon, null=no_coupon),
            pl.Series("is_gift", window.occurs("gift", shop.GIFT)),
            pl.Series("account_age_days", age_days.astype(np.int64)),
            pl.Series("failed_logins_24h", _failed_logins(window, fraud)),
            pl.Series("ip_risk_score", _risk_scores(window, fraud)),
            pl.Series("is_fraud", fraud),
        ]
    )


def in_milliseconds(
    frame: pl.DataFrame, column: str = "seconds_since_last_order", share: float = 1.0, seed: int = 0
) -> pl.DataFrame:
    """Return the table with a column's values, or a share of them, times 1000: seconds in another unit.

    Parameters
    ----------
    frame : pl.DataFrame
        Any table; it stays as it is.
    column : str
        A column of numbers. Integers come back as Int64, so that the larger values fit. Nulls stay.
    share : float
        Of the values that are not null, 0 to 1; the nearest whole number of rows is multiplied.
    seed : int
        What draws the rows, at least 0.

    Returns
    -------
    pl.DataFrame
        The same columns, in the same order; all else is equal.

    Raises
    ------
    ValueError
        If `share` is not within 0 and 1.

    Examples
    --------
    >>> in_milliseconds(pl.DataFrame({"seconds_since_last_order": [2, None, 5]})).to_series().to_list()
    [2000, None, 5000]
    """
    if not 0.0 <= share <= 1.0:
        message = f"share is {share}, and a share of rows is within 0 and 1"
        raise ValueError(message)
    values = frame[column]
    if values.dtype.is_integer():
        values = values.cast(pl.Int64)
    known = np.flatnonzero(values.is_not_null().to_numpy())
    rng = np.random.Generator(np.random.PCG64(seed))
    factor = np.ones(frame.height, np.int64)
    factor[rng.choice(known, size=round(share * known.size), replace=False)] = shop.MILLISECONDS
    return frame.with_columns((values * pl.Series(factor).cast(values.dtype)).alias(column))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Window:
    """The orders' times, and what the day of each is like."""

    rng: np.random.Generator
    end_us: int  # since 1970, as the times
    time_us: Ints
    day: Ints  # of each order, an index into the days of the window
    days: dict[str, Floats]  # by name, the wobble of each day (and level)

    def wobble(self, name: str) -> Floats:
        """Return what the day adds to a log, by order."""
        return self.days[name][self.day]

    def occurs(self, name: str, share: float) -> Flags:
        """Draw what happens to a share of orders, by its own days."""
        odds = share / (1.0 - share) * np.exp(self.days[name])
        return self.rng.random(self.day.size) < (odds / (1.0 + odds))[self.day]

    def level(self, name: str) -> Ints:
        """Draw an index into the levels of a mix, by its own days."""
        weights = np.array(list(shop.MIXES[name].values())) * np.exp(self.days[name])
        upto = np.cumsum(weights, axis=1) / weights.sum(axis=1, keepdims=True)
        # Every day has its own unit of one long axis, so that a single search serves all days.
        axis = (upto + np.arange(len(upto))[:, None]).ravel()
        found = np.searchsorted(axis, self.day + self.rng.random(self.day.size), side="right")
        levels = weights.shape[1]
        drawn: Ints = np.clip(found - self.day * levels, 0, levels - 1)  # adding the day may round to an edge
        return drawn


def _refuse_impossible(rows: int, days: float) -> None:
    if not (math.isfinite(days) and days > 0):
        message = f"days is {days}, and a window needs a length above 0"
        raise ValueError(message)
    most = int(days * shop.DAY_US) // shop.NUMBER_US
    if not 0 <= rows <= most:
        message = f"rows is {rows}, and this shop has 0 to {most} order numbers in {days} days (25 a second)"
        raise ValueError(message)


def _window(rows: int, *, start: date, days: float, seed: int) -> _Window:
    first = start.toordinal()
    # With the day in the seed, consecutive windows of one seed are not the same draws twice.
    rng = np.random.Generator(np.random.PCG64([seed, first]))
    by_name = _days(first, math.ceil(days))
    length_us, start_us = int(days * shop.DAY_US), (first - shop.EPOCH) * shop.DAY_US
    edges = np.append(np.arange(0, length_us, shop.HOUR_US), length_us)
    day, hour = edges[:-1] // shop.DAY_US, edges[:-1] // shop.HOUR_US % len(shop.HOURS)
    rate = (
        np.array(shop.HOURS)[hour]
        * np.array(shop.WEEKDAYS)[(start.weekday() + day) % len(shop.WEEKDAYS)]
        * np.exp(shop.SEASON_OF_VOLUME * _season(first + edges[:-1] / shop.DAY_US) + by_name["volume"][day])
    )
    expected = np.append(0.0, np.cumsum(rate * np.diff(edges)))
    after_us = np.interp(np.sort(rng.random(rows)) * expected[-1], expected, edges).astype(np.int64)
    after_us = np.minimum(after_us, length_us - 1)
    time_us, end_us = start_us + after_us, start_us + length_us
    return _Window(rng=rng, end_us=end_us, time_us=time_us, day=after_us // shop.DAY_US, days=by_name)


def _days(first: int, count: int) -> dict[str, Floats]:
    """Return by name what each day adds to a log: the same for a date, wherever the window starts."""
    blocks = range(first // shop.WOBBLE_BLOCK, (first + count - 1) // shop.WOBBLE_BLOCK + 1)
    drawn = [
        np.random.Generator(np.random.PCG64([shop.WORLD, block])).standard_normal(
            (shop.WOBBLE_BLOCK, shop.WOBBLE_WIDTH)
        )
        for block in blocks
    ]
    skip = first % shop.WOBBLE_BLOCK
    wobble = np.clip(np.concatenate(drawn)[skip : skip + count], -shop.WOBBLE_MOST, shop.WOBBLE_MOST)
    by_name = {
        name: spread * wobble[:, place] for place, (name, spread) in enumerate(shop.DAY_WOBBLE.items())
    }
    place = len(shop.DAY_WOBBLE)
    for name, mix in shop.MIXES.items():
        by_name[name] = shop.MIX_WOBBLE * wobble[:, place : place + len(mix)]
        place += len(mix)
    return by_name


def _season(ordinal: Floats) -> Floats:
    """Return where in the year a day is: 1 at the peak, -1 half a year from it."""
    season: Floats = np.cos(2.0 * np.pi * (ordinal - shop.SEASON_PEAK) / shop.YEAR_DAYS)
    return season


def _order_ids(window: _Window) -> pl.Series:
    """Return each order's number by its time; where two fall on one, the later order takes the next."""
    place = np.arange(window.time_us.size)
    number = np.maximum.accumulate(window.time_us // shop.NUMBER_US - place) + place
    number = np.minimum(number, window.end_us // shop.NUMBER_US - place.size + place)
    year = (number * shop.NUMBER_US).astype("datetime64[us]").astype("datetime64[Y]")
    in_year = number - year.astype("datetime64[us]").astype(np.int64) // shop.NUMBER_US
    digits = pl.Series(in_year).cast(pl.String).str.zfill(shop.NUMBER_DIGITS)
    years = pl.Series(year.astype(np.int64) + 1970)
    return pl.select(order_id=pl.format("ORD-{}-{}", years, digits)).to_series()


def _accounts(window: _Window) -> tuple[pl.Series, Floats]:
    """Draw who orders, and return the customers with the age of their accounts in days."""
    world = np.random.Generator(np.random.PCG64(shop.WORLD))
    numbers = world.permutation(shop.CUSTOMERS) + shop.FIRST_CUSTOMER
    median, spread = shop.ACCOUNT_LIFE
    life = np.minimum(median * np.exp(spread * world.standard_normal(shop.CUSTOMERS)), shop.ACCOUNT_LIFE_MOST)
    opened = life * world.random(shop.CUSTOMERS)
    # The inverse of the cumulative share ln(1 + rank / head) / ln(1 + customers / head).
    tail = np.log1p(shop.CUSTOMERS / shop.CUSTOMER_HEAD)
    rank = (shop.CUSTOMER_HEAD * np.expm1(tail * window.rng.random(window.day.size))).astype(np.int64)
    who = np.minimum(rank, shop.CUSTOMERS - 1)
    age_days = np.mod(window.time_us / shop.DAY_US - opened[who], life[who])
    names = pl.select(customer_id=pl.format("C{}", pl.Series(numbers))).to_series()
    return names.gather(pl.Series(who)), age_days


def _gaps(window: _Window, *, fraud: Flags, age_days: Floats) -> tuple[Ints, Flags]:
    """Draw whole seconds since the last order; where the account was not open then, it has no last order."""
    quick = np.where(fraud, window.occurs("quick", shop.QUICK_FRAUD), window.occurs("quick", shop.QUICK))
    median, spread = (np.where(quick, *pair) for pair in zip(shop.QUICK_GAP, shop.USUAL_GAP, strict=True))
    gap = median * np.exp(spread * window.rng.standard_normal(fraud.size))
    gap = np.maximum(np.floor(gap), 1.0)
    return gap.astype(np.int64), gap > age_days * shop.DAY_SECONDS


def _basket_values(window: _Window, *, items: Ints, fraud: Flags) -> Floats:
    median, spread = shop.BASKET
    log_value: Floats = (
        np.log(median)
        + shop.BASKET_PER_ITEM * np.log(items)
        + shop.BASKET_FRAUD * fraud
        + shop.SEASON_OF_BASKET * _season(shop.EPOCH + window.time_us / shop.DAY_US)
        + window.wobble("basket")
        + spread * window.rng.standard_normal(items.size)
    )
    value: Floats = np.maximum(np.round(np.exp(log_value), 2), shop.CENT)
    return value


def _discounts(window: _Window, *, coupon: Ints, no_coupon: Flags) -> Floats:
    of_coupon = np.array(list(shop.COUPON_DISCOUNT.values()))[coupon]
    of_sale = np.maximum(np.round(window.rng.beta(*shop.SALE_SHAPE, coupon.size), 2), shop.CENT)
    return np.where(no_coupon, np.where(window.occurs("sale", shop.SALE), of_sale, 0.0), of_coupon)


def _distances(window: _Window, country: Ints) -> Floats:
    median = np.array(list(shop.COUNTRY_KM.values()))[country]
    log_ratio = shop.KM_SPREAD * window.rng.standard_normal(country.size) + window.wobble("km")
    return np.minimum(np.round(median * np.exp(log_ratio), 1), shop.KM_MOST)


def _failed_logins(window: _Window, fraud: Flags) -> Ints:
    shape, scale = shop.LOGINS
    rate = window.rng.gamma(shape, scale, fraud.size) * np.exp(window.wobble("logins"))
    return window.rng.poisson(rate * np.where(fraud, shop.LOGINS_FRAUD, 1.0))


def _risk_scores(window: _Window, fraud: Flags) -> Floats:
    low, high = (np.where(fraud, *pair) for pair in zip(shop.RISK_FRAUD, shop.RISK, strict=True))
    scores: Floats = np.round(window.rng.beta(low * np.exp(window.wobble("risk")), high), 3)
    return scores


def _text(name: str, level: Ints, *, null: Flags | None = None) -> pl.Series:
    levels = [*shop.MIXES[name], None]
    place = level if null is None else np.where(null, len(levels) - 1, level)
    return pl.Series(name, levels, dtype=pl.String).gather(pl.Series(place))
