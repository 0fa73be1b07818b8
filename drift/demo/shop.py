"""The one world of the demo's online shop, in numbers: how busy its hours are, what it sells, who buys.

What is drawn from these is for `orders`.
"""

from __future__ import annotations

from datetime import date
from typing import Final

# The seed of the world itself. Another number is another shop: other days, other customers.
WORLD: Final = 20_260_101

EPOCH: Final = date(1970, 1, 1).toordinal()
SECOND_US: Final = 1_000_000
HOUR_US: Final = 3_600 * SECOND_US
DAY_US: Final = 24 * HOUR_US
DAY_SECONDS: Final = 86_400
MILLISECONDS: Final = 1_000

# The counter of order numbers runs with the clock, 25 numbers a second, and starts anew each year. So
# numbers grow with time and no two windows share one, whatever part of the orders a table holds.
NUMBER_US: Final = SECOND_US // 25
NUMBER_DIGITS: Final = 9  # 366 days at 25 a second are 790,560,000

# How busy each hour (UTC) and each weekday is, relative to the others: an evening peak, a quiet night.
HOURS: Final = (10, 6, 4, 3, 3, 5, 12, 24, 38, 48, 54, 56, 57, 54, 52, 52, 54, 60, 70, 80, 84, 74, 50, 25)
WEEKDAYS: Final = (1.04, 1.00, 0.98, 0.97, 0.93, 0.86, 1.14)  # Monday first

YEAR_DAYS: Final = 365.2425
SEASON_PEAK: Final = date(2026, 12, 5).toordinal()
SEASON_OF_VOLUME: Final = 0.15  # of the log of orders an hour, from the yearly mean to the peak
SEASON_OF_BASKET: Final = 0.04  # of the log of the basket value, likewise

FRAUD: Final = 0.015  # share of orders
GIFT: Final = 0.06
COUPON: Final = 0.15
SALE: Final = 0.18  # share of the orders without a coupon that have a discount all the same
DEVICE_UNKNOWN: Final = 0.01
QUICK: Final = 0.25  # share of honest orders that follow the last one at once
QUICK_FRAUD: Final = 0.55
QUICK_GAP: Final = (1_500.0, 1.0)  # median in seconds, and standard deviation of the log
USUAL_GAP: Final = (9.0 * DAY_SECONDS, 1.2)
CENT: Final = 0.01  # the least basket value, and the least discount of a sale
EXTRA_ITEMS: Final = 1.2  # mean of the Poisson count beyond the first item
BASKET: Final = (34.0, 0.6)  # median value of one item, and standard deviation of the log
BASKET_PER_ITEM: Final = 0.6  # power with which the value grows with the items
BASKET_FRAUD: Final = 0.35  # added to the log
SALE_SHAPE: Final = (2.0, 6.0)  # beta distribution
KM_SPREAD: Final = 0.7  # standard deviation of the log about the country's median
KM_MOST: Final = 20_015.0  # half way round the earth
LOGINS: Final = (0.3, 0.3)  # gamma shape and scale of the rate of a Poisson count: about 92 % zeros
LOGINS_FRAUD: Final = 8.0  # factor on that rate
RISK: Final = (1.4, 9.0)  # beta distribution
RISK_FRAUD: Final = (3.0, 4.0)

CUSTOMERS: Final = 300_000
CUSTOMER_HEAD: Final = 300.0  # about so many customers order alike; from there a share falls as 1 / rank
FIRST_CUSTOMER: Final = 100_000
ACCOUNT_LIFE: Final = (600.0, 0.8)  # days: median, and standard deviation of the log
ACCOUNT_LIFE_MOST: Final = 3_650.0  # days

# Where orders go, most of them first, and the median distance in km from the warehouse.
COUNTRY_KM: Final = {
    "DE": 180.0, "AT": 420.0, "CH": 450.0, "FR": 700.0, "NL": 380.0, "IT": 850.0,
    "PL": 620.0, "ES": 1500.0, "BE": 410.0, "DK": 560.0, "SE": 1100.0, "CZ": 330.0,
}  # fmt: skip
COUNTRY_DECLINE: Final = 1.1  # the share of the k-th country falls as k to the minus this (Zipf)
DEVICE_MIX: Final = {"mobile": 0.58, "desktop": 0.35, "tablet": 0.07}
PAYMENT_MIX: Final = {
    "card": 0.44, "paypal": 0.27, "invoice": 0.12, "apple_pay": 0.07, "google_pay": 0.05, "transfer": 0.03,
    "gift_card": 0.02,
}  # fmt: skip
# How many versions of each browser are about, and the newest of them; no new one comes out.
BROWSERS: Final = {
    "Chrome": (12, 141), "Safari": (9, 26), "Edge": (7, 141), "Firefox": (8, 144), "Opera": (4, 122),
}  # fmt: skip
BROWSER_DECLINE: Final = 0.9
COUPON_DISCOUNT: Final = {
    "WELCOME10": 0.10, "NEWS5": 0.05, "APP15": 0.15, "FRIEND20": 0.20, "SHIP5": 0.05, "BACK10": 0.10,
    "VIP25": 0.25, "STUDENT10": 0.10, "BDAY15": 0.15, "BUNDLE20": 0.20, "SORRY30": 0.30, "TEAM40": 0.40,
}  # fmt: skip
COUPON_DECLINE: Final = 0.8


def _zipf(names: list[str], decline: float) -> dict[str, float]:
    """Return shares that fall with the rank, in the order of the names."""
    weights = [(rank + 1) ** -decline for rank in range(len(names))]
    return {name: weight / sum(weights) for name, weight in zip(names, weights, strict=True)}


def _browsers() -> list[str]:
    """Return browser versions, most used first: the newest of each browser, then the one before, …."""
    oldest = max(versions for versions, _ in BROWSERS.values())
    return [
        f"{name} {newest - back}"
        for back in range(oldest)
        for name, (versions, newest) in BROWSERS.items()
        if back < versions
    ]


MIXES: Final = {
    "country": _zipf(list(COUNTRY_KM), COUNTRY_DECLINE),
    "device": DEVICE_MIX,
    "payment": PAYMENT_MIX,
    "browser_version": _zipf(_browsers(), BROWSER_DECLINE),
    "coupon_code": _zipf(list(COUPON_DISCOUNT), COUPON_DECLINE),
}

# How much a day differs from another by itself: standard deviations of a log, or of a log-odds.
DAY_WOBBLE: Final = {
    "volume": 0.08, "fraud": 0.08, "gift": 0.06, "coupon": 0.05, "sale": 0.05, "device_unknown": 0.06,
    "quick": 0.05, "basket": 0.02, "items": 0.02, "km": 0.02, "logins": 0.06, "risk": 0.02,
}  # fmt: skip
MIX_WOBBLE: Final = 0.04  # of each level's log weight
WOBBLE_MOST: Final = 2.0  # standard deviations: no day of this shop is an event
WOBBLE_WIDTH: Final = len(DAY_WOBBLE) + sum(len(mix) for mix in MIXES.values())
WOBBLE_BLOCK: Final = 512  # days drawn at once, wherever a window starts
