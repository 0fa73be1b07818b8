"""Pages opened in headless Chromium, and what it complains of and asks for meanwhile."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, Literal

import pytest
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    Scheme = Literal["light", "dark"]

NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
LAPTOP, PHONE = (1280, 800), (390, 844)  # CSS pixels
SERIOUS: Final = frozenset({"serious", "critical"})
PATIENCE: Final = 60_000  # milliseconds: nothing here is timed, for a busy machine is no fault of the page


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A page that is open; `said` is what the browser complained of, `asked` the addresses it wanted."""

    page: Page
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def names(self) -> list[str]:
        """Return the columns that are shown, in their order."""
        return self.page.locator(".columns > tbody:visible .name").all_text_contents()

    def reach(self, selector: str) -> None:
        """Press Tab until an element has the focus, and see that it shows."""
        for _ in range(200):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
                outline = self.page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
                assert outline != "none"
                return
        pytest.fail(f"no Tab leads to {selector}")

    def unreachable(self) -> list[str]:
        """Return axe-core's findings that are serious: rule, element, why."""
        self.page.evaluate(axe())  # not as a script of the page, which its policy would refuse
        found: dict[str, Any] = self.page.evaluate("axe.run({resultTypes: ['violations']})")
        return [
            f"{one['id']}: {node['html'][:160]} {node['failureSummary']}"
            for one in found["violations"]
            if one["impact"] in SERIOUS
            for node in one["nodes"]
        ]

    def wider(self) -> list[str]:
        """Return what sticks out of its box or the window, but what scrolls within a part of the page."""
        stuck: list[str] = self.page.evaluate(
            """() => [...document.querySelectorAll("body *:not(svg *)")].filter((one) => {
              if (one.closest(".inside, .tip, [hidden]")) return false;
              for (let at = one; at; at = at.parentElement) {
                if (getComputedStyle(at).clipPath.startsWith("inset")) return false;  // for the ear alone
              }
              const room = document.documentElement.clientWidth;
              const scrolls = ["auto", "scroll"].includes(getComputedStyle(one).overflowX);
              return one.getBoundingClientRect().right > room + 1
                || (one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 2 && !scrolls);
            }).map((one) => one.outerHTML.slice(0, 120))"""
        )
        scrolls = self.page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        return stuck if not scrolls else [*stuck, f"the page scrolls by {scrolls}"]


@cache
def axe() -> str:
    """Return axe-core, which looks for what those who see or hear less, or use no mouse, would miss."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def chromium() -> str:
    """Return the browser; where there is none, CI fails and others skip."""
    found = os.environ.get("CHROME") or next((path for name in NAMES if (path := shutil.which(name))), None)
    if found:
        return found
    reason = f"no browser: install one of {', '.join(NAMES)}, or name it in CHROME"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def browser() -> Iterator[Browser]:
    """Start the browser, and end it."""
    with sync_playwright() as driver:
        started = driver.chromium.launch(
            executable_path=chromium(),
            args=[
                "--no-sandbox",
                "--disable-gpu",
            ],  # a container's root has no sandbox; the pages are our own
        )
        yield started
        started.close()


@contextmanager
def opened(
    browser: Browser,
    html: str,
    folder: Path,
    *,
    size: tuple[int, int] = LAPTOP,
    scheme: Scheme = "light",
    hash_: str = "",
    **options: Any,  # noqa: ANN401 - of any of the browser's context
) -> Iterator[Opened]:
    """Open a page as a file, in a window of this size."""
    path = folder / "page.html"
    path.write_text(html, encoding="utf-8")
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, **options
    )
    context.set_default_timeout(PATIENCE)
    shown = Opened(page=context.new_page())
    shown.page.on("console", lambda message: shown.said.append(message.text))
    shown.page.on("pageerror", lambda error: shown.said.append(str(error)))
    shown.page.on("dialog", lambda dialog: shown.said.append(dialog.message))
    shown.page.on("request", lambda request: shown.asked.append(request.url))
    shown.page.goto(f"{path.as_uri()}{hash_}")
    yield shown
    context.close()
