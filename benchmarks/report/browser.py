"""A page opened in the system's Chromium: how long that takes, and how it looks."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome")
TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
PATIENCE = 600_000  # milliseconds


@contextmanager
def browser() -> Iterator[Browser]:
    """Start the browser that CHROME names, or the first of the known names."""
    found = os.environ.get("CHROME") or next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        message = f"no browser: install one of {', '.join(NAMES)}, or name it in CHROME"
        raise SystemExit(message)
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


def seconds_to_open(started: Browser, path: Path) -> float:
    """Return how long it takes from the request of a file until it is loaded and painted."""
    page = started.new_page()
    page.set_default_timeout(PATIENCE)
    begin = time.perf_counter()
    page.goto(path.as_uri())
    page.evaluate(TWO_FRAMES)
    took = time.perf_counter() - begin
    page.close()
    return took
