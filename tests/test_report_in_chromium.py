"""The report in a real browser: it fits, is reached by everybody, sorts and finds; hostile data is text."""

from __future__ import annotations

import functools
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl
import pytest

import drift
from browser import LAPTOP, PHONE, browser, opened
from drift.demo.orders import in_milliseconds, orders
from drift.report.html import render_frame, render_html
from runs import ODD_NAMES, run_with_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from browser import Opened, Scheme

pytestmark = pytest.mark.slow

SHOTS: Final = Path(__file__).parents[1] / "reports" / "screenshots"  # CI keeps them
SIZES: Final = {"laptop": LAPTOP, "phone": PHONE}
SCHEMES: Final[tuple[Scheme, Scheme]] = ("light", "dark")
ATTACKS: Final = (
    "<script>document.title = 'ran'</script>",
    '"><img src=x onerror="document.title = \'ran\'">',
    "' onfocus='alert(1)' autofocus='",
    "</style></title><svg onload=alert(1)>",
    "javascript:alert(1)",
)
RIGHT_TO_LEFT: Final = "שלום עולם ومرحبا بالعالم"
LONG: Final = "x" * 10_000
ROWS: Final = 4_000


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@functools.cache
def demo() -> drift.Run:
    """Return the run of a day of the demo's orders with a unit, a name, nulls and a cut gone wrong."""
    train = orders(20_000, start=date(2026, 9, 14), days=60, seed=1)
    live = in_milliseconds(orders(2_000, start=date(2026, 11, 13), days=1, seed=2))
    return drift.check(live, drift.fit(train, time="ordered_at"))


@functools.cache
def mixed() -> drift.Run:
    """Return a run with findings of several kinds, missing values and names that sort by number."""
    rng = np.random.default_rng(20_261_122)

    def table(rows: int) -> pl.DataFrame:
        return pl.DataFrame(
            {
                **{f"amount_{place}": rng.lognormal(place, 1, rows) for place in (2, 10, 1)},
                "balance": rng.gamma(3, 20, rows),
                "city": rng.choice(["Porto", "Braga", "Faro"], rows, p=[0.6, 0.3, 0.1]),
                "member": rng.random(rows) < 0.3,
                "distance km": rng.normal(10, 1, rows),
            }
        )

    broken = table(ROWS).with_columns(
        pl.col("amount_10") * 1000,
        -pl.col("balance"),
        pl.col("city").str.to_uppercase(),
        amount_2=pl.when(pl.int_range(ROWS) % 5 > 0).then("amount_2"),
    )
    return drift.compare(table(ROWS), broken)


@functools.cache
def hostile() -> drift.Run:
    """Return a run whose names and values are out to get the page."""
    rng = np.random.default_rng(20_261_122)
    names = [*ATTACKS, RIGHT_TO_LEFT, LONG, "W" * 300, "a\u202eb", ""]

    def table(levels: list[str]) -> pl.DataFrame:
        values = {name: rng.choice([*levels, LONG, RIGHT_TO_LEFT], ROWS).tolist() for name in names}
        many = [f"{ATTACKS[place % 5]} {place}" for place in rng.integers(0, 3_000, ROWS)]
        return pl.DataFrame({**values, "3,000 levels": many})

    return drift.compare(table([*ATTACKS]), table([f"{one}!" for one in ATTACKS]))


@functools.cache
def together() -> drift.Run:
    """Return a run in which one city's fares come in cents, and one column stands beside others' rows."""

    def rides(seed: int) -> pl.DataFrame:
        rng = np.random.default_rng(seed)
        distance, fuel = rng.gamma(2, 3, ROWS), rng.gamma(4, 2, ROWS)
        return pl.DataFrame(
            {
                "city": rng.choice(["Porto", "Braga", f"{ATTACKS[1]} {LONG}", RIGHT_TO_LEFT], ROWS),
                "fare": 3 + 2 * distance + rng.normal(0, 1, ROWS),
                "fuel": fuel,
                f"weight {ATTACKS[0]}": 3 * fuel + rng.normal(0, 1, ROWS),
            }
        )

    cents = pl.when(pl.col("city") == "Porto").then(pl.col("fare") * 100).otherwise("fare")
    live = rides(2).with_columns(pl.col("fuel").shuffle(seed=3), fare=cents)
    return drift.check(live, drift.fit(rides(1), config={"segments": ["city"]}))


RUNS: Final = {"demo": demo, "mixed": mixed, "together": together, "hostile": hostile}


@pytest.fixture
def page(chromium: Browser, tmp_path: Path) -> Iterator[Opened]:
    """Open the report of several findings on a laptop; nothing may have been complained of in the end."""
    with opened(chromium, render_html(mixed()), tmp_path) as shown:
        yield shown
        assert shown.said == []


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("run", RUNS)
def test_it_fits_loads_nothing_and_is_reached_by_everybody(
    chromium: Browser, tmp_path: Path, run: str, size: str, scheme: Scheme
) -> None:
    """With all details open; axe-core looks for what those who do not see, or use no mouse, would miss."""
    html = render_html(RUNS[run]())
    with opened(chromium, html, tmp_path, size=SIZES[size], scheme=scheme) as shown:
        SHOTS.mkdir(parents=True, exist_ok=True)
        assert shown.wider() == []
        shown.page.screenshot(path=SHOTS / f"{run}-{size}-{scheme}.png", full_page=True)
        shown.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
        assert shown.wider() == []
        assert shown.unreachable() == []
        assert shown.asked == [shown.page.url]
        assert shown.said == []
        assert shown.page.title().endswith("· drift")
        assert len(shown.names()) == len(RUNS[run]().columns)


def test_a_script_would_be_refused_and_told(chromium: Browser, tmp_path: Path) -> None:
    """So that silence means something: the policy holds, and complaints are heard."""
    html = render_html(mixed()).replace("</body>", "<script>document.title = 'ran'</script></body>")
    with opened(chromium, html, tmp_path) as shown:
        assert shown.page.title() != "ran"
        assert any("Content Security Policy" in one for one in shown.said)


@pytest.mark.parametrize("name", ["long", "wide", "markup", "nothing"])
def test_no_name_widens_the_page(chromium: Browser, tmp_path: Path, name: str) -> None:
    html = render_html(run_with_name(ODD_NAMES[name]))
    with opened(chromium, html, tmp_path, size=(360, 800)) as shown:
        assert shown.wider() == []


def test_columns_are_sorted(page: Opened) -> None:
    """By name as people count, 2 before 10; by missing values the column that lost a fifth comes first."""
    worst = [column.name for column in mixed().worst_first]
    assert page.names() == worst
    page.page.get_by_label("Sort by").select_option("name")
    by_name = ["amount_1", "amount_2", "amount_10", "balance", "city", "distance km", "member"]
    assert page.names() == by_name
    assert page.page.locator("th[aria-sort] button").all_text_contents() == ["Column"]
    page.page.get_by_role("button", name="Missing").click()
    assert page.names()[0] == "amount_2"
    assert page.page.locator("th[aria-sort=descending]").count() == 1
    page.page.get_by_label("Sort by").select_option("worst")
    assert page.names() == worst


def test_columns_are_found_and_filtered(page: Opened) -> None:
    page.page.get_by_role("searchbox").fill("AMOUNT")
    assert sorted(page.names()) == ["amount_1", "amount_10", "amount_2"]
    assert page.page.get_by_role("status").inner_text() == "3 of 7 columns"
    page.page.get_by_role("searchbox").fill("")
    page.page.get_by_label("Kind").select_option("boolean")
    assert page.names() == ["member"]
    page.page.get_by_label("Kind").select_option("")
    for chip in page.page.locator(".chip input:not([value=ok])").all():
        chip.uncheck()
    assert sorted(page.names()) == sorted(one.name for one in mixed().columns if one.verdict == "ok")


@pytest.mark.parametrize(
    ("hash_", "where"),
    [
        ("#amount_10", "article.card:has-text('amount_10')"),
        ("#member", "tbody:has-text('member')"),
        ("#distance%20km", "tbody:has-text('distance km')"),
    ],
)
def test_a_link_leads_to_its_column(chromium: Browser, tmp_path: Path, hash_: str, where: str) -> None:
    """To its card, if it has one; else to its row, with its details open."""
    with opened(chromium, render_html(mixed()), tmp_path, hash_=hash_, reduced_motion="reduce") as shown:
        target = shown.page.locator(where).first
        box = target.bounding_box()
        assert box is not None
        assert -1 <= box["y"] < LAPTOP[1]
        if where.startswith("tbody"):
            assert target.locator("details").get_attribute("open") is not None


def test_a_link_leads_past_a_filter(page: Opened) -> None:
    page.page.get_by_role("searchbox").fill("nothing has this name")
    assert page.names() == []
    page.page.evaluate("location.hash = '#member'")
    page.page.locator("tbody#member details[open]").wait_for()
    assert len(page.names()) == len(mixed().columns)


def test_the_keyboard_alone_will_do(page: Opened) -> None:
    keys = page.page.keyboard
    page.reach(".glance a")
    keys.press("Enter")
    page.reach(".views input")
    keys.press("ArrowRight")
    assert page.page.locator(".card .quantiles:visible").count() == 1
    page.reach(".find input")
    keys.type("member")
    assert page.names() == ["member"]
    page.reach("th[data-by=name] button")
    keys.press("Enter")
    assert page.page.locator("th[aria-sort=ascending]").count() == 1
    page.reach("tbody#member summary")
    keys.press("Enter")
    assert page.page.locator("tbody#member details[open]").count() == 1


def test_quantiles_are_another_view(page: Opened) -> None:
    card = page.page.locator("#amount_10")
    assert card.locator(".quantiles").is_hidden()
    card.get_by_label("Quantiles").check()
    assert card.locator(".bins").is_hidden()
    medians = card.locator(".quantiles tbody tr", has_text="50%").locator("td").all_inner_texts()
    reference, live, undone = (float(one.replace(",", "")) for one in medians)
    assert live > 500 * reference
    assert undone == pytest.approx(reference, rel=0.1)  # two samples of 4,000 rows


def test_a_pointer_is_told_the_bin(page: Opened) -> None:
    page.page.locator("#amount_10 .bins").hover(position={"x": 60, "y": 80})
    lines = page.page.locator(".tip").inner_text().splitlines()
    assert " to " in lines[0]
    assert [line.split(":")[0] for line in lines[1:]] == ["reference", "live", "live, undone"]
    page.page.mouse.move(1, 1)
    assert page.page.locator(".tip").is_hidden()


def test_a_level_and_a_relation_have_their_pictures_and_lead_to_their_cards(
    chromium: Browser, tmp_path: Path
) -> None:
    with opened(chromium, render_html(together()), tmp_path, reduced_motion="reduce") as shown:
        level = shown.page.locator("#fare .told", has_text="where city is Porto").last
        assert level.locator(".plot.bins .c-undone").count() == 1
        assert "Porto" in (level.locator(".code", has_text="Undo it").first.text_content() or "")
        shown.page.locator("#segments a").first.click()
        assert shown.page.url.endswith("#fare")
        shown.page.locator("#relations a").first.click()
        card = shown.page.locator(":target")
        first, other = (one.bounding_box() for one in card.locator(".map > svg").all())
        assert first is not None
        assert other is not None
        for name in ("y", "width", "height"):  # side by side, on one scale
            assert first[name] == pytest.approx(other[name], abs=0.5)
        assert shown.said == []


def test_an_expression_is_copied(chromium: Browser, tmp_path: Path) -> None:
    html = render_html(mixed())
    with opened(chromium, html, tmp_path, permissions=["clipboard-read", "clipboard-write"]) as shown:
        block = shown.page.locator("#balance .code", has_text="Undo it").first
        block.get_by_role("button").click()
        block.get_by_text("Copied").wait_for()
        assert shown.page.evaluate("navigator.clipboard.readText()") == mixed()["balance"].diagnosis.undo  # type: ignore[union-attr]


def test_on_paper_all_details_are_open(page: Opened) -> None:
    measured = page.page.locator("tbody#member .measured")
    assert measured.is_hidden()
    page.page.emulate_media(media="print")
    assert measured.is_visible()
    assert page.page.locator(".tools").is_hidden()
    page.page.pdf()  # what a person who prints it starts
    page.page.emulate_media(media="screen")
    assert measured.is_hidden()


def test_without_its_script_all_is_there(chromium: Browser, tmp_path: Path) -> None:
    with opened(chromium, render_html(mixed()), tmp_path, java_script_enabled=False) as shown:
        assert shown.page.locator(".tools").is_hidden()
        assert shown.page.locator(".columns > tbody:visible").count() == len(mixed().columns)


@pytest.mark.parametrize(("wish", "scroll"), [("reduce", "auto"), ("no-preference", "smooth")])
def test_nothing_moves_for_those_who_want_it_still(
    chromium: Browser, tmp_path: Path, wish: str, scroll: str
) -> None:
    with opened(chromium, render_html(mixed()), tmp_path, reduced_motion=wish) as shown:
        assert shown.page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == scroll


def test_in_a_notebook_it_sorts_and_reaches_nothing_outside(chromium: Browser, tmp_path: Path) -> None:
    notebook = f"<!DOCTYPE html><title>notebook</title>{render_frame(mixed())}"
    with opened(chromium, notebook, tmp_path) as shown:
        frame = shown.page.frames[1]
        frame.get_by_label("Sort by").select_option("name")
        assert frame.locator(".columns > tbody .name").first.text_content() == "amount_1"
        with pytest.raises(Exception, match="cross-origin"):
            frame.evaluate("parent.document.title")
        assert shown.said == []
