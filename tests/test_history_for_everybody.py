"""The page of past runs is reached by everybody: on a phone, in the dark, by keyboard alone, on paper.

Names from data can do nothing on it, and it asks nothing of anybody.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from browser import LAPTOP, PHONE, browser, opened
from drift.record.trends import trends_of
from drift.report.html.history import render_history
from made_pasts import past_column, past_run, years
from runs import ODD_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from browser import Opened, Scheme

pytestmark = pytest.mark.slow

SHOTS: Final = Path(__file__).parents[1] / "reports" / "screenshots"  # CI keeps them
SIZES: Final = {"laptop": LAPTOP, "phone": PHONE}
SCHEMES: Final[tuple[Scheme, Scheme]] = ("light", "dark")
DAYS, COLUMNS = 420, 24
HOSTILE: Final = (
    *ODD_NAMES.values(),
    "<script>document.title = 'ran'</script>",
    '"><img src=x onerror="document.title = \'ran\'">',
    "שלום עולם ومرحبا بالعالم",
    "x" * 10_000,
)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@cache
def usual() -> str:
    return render_history(trends_of(years(DAYS, COLUMNS), "trips"))


@cache
def hostile() -> str:
    columns = {name: past_column("breach", 0.2, ("shift",)) for name in HOSTILE}
    runs = [past_run(day, columns) for day in range(3)]
    odd = [replace(run, dataset=HOSTILE[-4], batch=HOSTILE[place - 4]) for place, run in enumerate(runs)]
    return render_history(trends_of(odd, HOSTILE[-4]))


PAGES: Final = {"usual": usual, "hostile": hostile}


@pytest.fixture
def page(chromium: Browser, tmp_path: Path) -> Iterator[Opened]:
    with opened(chromium, usual(), tmp_path) as shown:
        yield shown
        assert shown.said == []


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_it_fits_loads_nothing_and_is_reached_by_everybody(
    chromium: Browser, tmp_path: Path, name: str, size: str, scheme: Scheme
) -> None:
    with opened(chromium, PAGES[name](), tmp_path, size=SIZES[size], scheme=scheme) as shown:
        shown.page.locator(".plot-here svg").first.wait_for()
        SHOTS.mkdir(parents=True, exist_ok=True)
        shown.page.screenshot(path=SHOTS / f"history-{name}-{size}-{scheme}.png")
        assert shown.wider() == []
        assert shown.unreachable() == []
        assert shown.asked == [shown.page.url]
        assert shown.said == []
        assert shown.page.title().startswith("History of ")


def test_a_script_would_be_refused_and_told(chromium: Browser, tmp_path: Path) -> None:
    """So that silence means something: the policy holds, and complaints are heard."""
    page = usual().replace("</body>", "<script>document.title = 'ran'</script></body>")
    with opened(chromium, page, tmp_path) as shown:
        assert shown.page.title() != "ran"
        assert any("Content Security Policy" in one for one in shown.said)


def test_the_keyboard_alone_will_do(page: Opened) -> None:
    keys = page.page.keyboard
    page.reach("#search")
    keys.type("feature_001")
    assert page.page.locator(".one:visible").count() == 1
    page.reach("#quiet")
    keys.press("Space")
    page.page.locator(".one:visible .plot-here[tabindex]").wait_for()
    page.reach(".plot-here")
    says = page.page.locator(".one:visible .says")
    keys.press("Home")
    assert says.inner_text().startswith("2024-01-01: ")
    keys.press("ArrowRight")
    assert says.inner_text().startswith("2024-01-02: ")
    keys.press("End")
    assert says.inner_text().startswith("2025-02-23: ")  # the 420th day from 2024-01-01
    page.reach(".now tbody a")
    keys.press("Enter")
    assert page.page.url.endswith("#feature_001")


def test_a_pointer_is_told_the_batch(page: Opened) -> None:
    first = page.page.locator(".one:visible").first
    first.locator(".plot-here svg").hover(position={"x": 0, "y": 40})
    assert first.locator(".says").inner_text().startswith("2024-01-01: ")
    assert "limit" in first.locator(".says").inner_text()


def test_on_paper_every_picture_is_drawn(page: Opened) -> None:
    """Those that nobody has scrolled to, too."""
    page.page.get_by_label("never had a finding").check()
    shown, drawn = page.page.locator(".one:visible"), page.page.locator(".plot-here svg")
    assert drawn.count() < shown.count() == COLUMNS
    page.page.pdf()  # what a person who prints it starts
    assert drawn.count() == shown.count()
    page.page.emulate_media(media="print")
    assert page.page.locator("#tools").is_hidden()


def test_a_link_leads_to_a_column_that_is_not_listed(chromium: Browser, tmp_path: Path) -> None:
    """As a report's do: the column may never have had a finding."""
    quiet = {"a": past_column("breach", 0.2, ("shift",)), "b": past_column()}
    text = render_history(trends_of([past_run(day, quiet) for day in range(5)], "trips"))
    with opened(chromium, text, tmp_path, hash_="#b") as shown:
        assert shown.page.locator(".one#b").is_visible()
        assert shown.said == []


def test_without_its_script_the_table_is_there(chromium: Browser, tmp_path: Path) -> None:
    with opened(chromium, usual(), tmp_path, java_script_enabled=False) as shown:
        assert shown.page.locator("#tools").is_hidden()
        assert shown.page.locator(".now tbody tr:visible").count() == COLUMNS
