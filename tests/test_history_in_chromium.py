"""The page of past runs in a real browser: three years of two hundred columns open in under two seconds.

Chromium alone does it, without a driver: a page of our own holds the history in a frame, and writes down
what became of it.
"""

from __future__ import annotations

import json
import re
import subprocess
from functools import cache
from html import escape, unescape
from typing import TYPE_CHECKING, Any, Final

import pytest

from browser import chromium as browser_here
from drift.record.trends import trends_of
from drift.report.html.history import render_history
from made_pasts import past_column, past_run, years
from runs import ODD_NAMES

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

PATIENCE: Final = 120  # seconds
OPEN_WITHIN: Final = 2_000  # milliseconds, from the page's text to its last script
DAYS, COLUMNS = 3 * 365, 200

HARNESS: Final = """
<!DOCTYPE html><meta charset="utf-8"><body style="margin: 0"><pre id="out"></pre>
<template id="text">%s</template>
<script>
const began = performance.now(), frame = document.createElement("iframe");
frame.width = %d; frame.height = 900; frame.style.border = 0;
frame.onload = () => {
  const took = performance.now() - began, page = frame.contentDocument, root = page.documentElement;
  const told = () => {
    const one = page.querySelector(".one:not([hidden]) .plot-here");
    one?.dispatchEvent(new KeyboardEvent("keydown", {key: "Home", bubbles: true, cancelable: true}));
    document.getElementById("out").textContent = JSON.stringify({
      took, title: page.title, room: root.clientWidth, wide: root.scrollWidth,
      batches: page.querySelectorAll("#strip rect").length,
      rows: page.querySelectorAll(".now tbody tr:not([hidden])").length,
      drawn: page.querySelectorAll(".plot-here svg").length,
      said: page.querySelector(".one:not([hidden]) .says")?.textContent,
      status: page.getElementById("status").textContent,
    });
  };
  const search = page.getElementById("search");
  search.value = "%s";
  search.dispatchEvent(new Event("input"));
  told();
  setTimeout(told, 1000);  // when pictures have come into view; without virtual time nobody waits for it
};
frame.srcdoc = document.getElementById("text").content.textContent;
document.body.append(frame);
</script>
"""


@pytest.fixture(scope="module")
def chromium() -> str:
    """Return the browser; where there is none, CI fails and others skip."""
    return browser_here()


@cache
def long_past() -> str:
    """Return the page of three years."""
    return render_history(trends_of(years(DAYS, COLUMNS), "trips"))


def opened(
    chromium: str, page: str, folder: Path, *, width: int = 1280, search: str = "", at_once: bool = False
) -> dict[str, Any]:
    """Return what became of a page in a window of this width, where a column is searched for.

    At once: when it has loaded, by the clock of the wall. Else a second later, by one that waits for nobody.
    """
    path = folder / "page.html"
    path.write_text(HARNESS % (escape(page), width, search), encoding="utf-8")
    run = subprocess.run(  # noqa: S603 - the browser found above, on a page of our own
        [
            chromium,
            "--headless",
            "--no-sandbox",  # a container's root has no other way; the page is our own
            "--disable-gpu",
            "--disable-background-networking",
            "--no-first-run",
            "--enable-logging=stderr",
            f"--user-data-dir={folder / 'profile'}",
            *([] if at_once else ["--virtual-time-budget=5000"]),
            "--dump-dom",
            path.as_uri(),
        ],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=True,
    )
    assert [line for line in run.stderr.splitlines() if "CONSOLE" in line] == []
    [found] = re.findall(r'<pre id="out">(.+?)</pre>', run.stdout, re.DOTALL)
    result: dict[str, Any] = json.loads(unescape(found))
    return result


def test_three_years_of_two_hundred_columns_open_in_under_two_seconds(chromium: str, tmp_path: Path) -> None:
    found = opened(chromium, long_past(), tmp_path, at_once=True)
    assert 0 < found["took"] < OPEN_WITHIN
    assert found["batches"] == DAYS


def test_only_the_pictures_that_are_in_view_are_drawn(chromium: str, tmp_path: Path) -> None:
    found = opened(chromium, long_past(), tmp_path)
    assert 0 < found["drawn"] < COLUMNS / 2
    assert found["said"].startswith("2024-01-01: ")


def test_a_column_is_found_among_those_that_never_had_a_finding(chromium: str, tmp_path: Path) -> None:
    found = opened(chromium, long_past(), tmp_path, search="feature_19")
    assert (found["rows"], found["status"]) == (10, "10 of 200 columns")


def test_the_page_fits_a_phone_whatever_columns_are_called(chromium: str, tmp_path: Path) -> None:
    columns = {name: past_column("breach", 0.2, ("shift",)) for name in ODD_NAMES.values()}
    page = render_history(trends_of([past_run(day, columns) for day in range(3)], "trips"))
    found = opened(chromium, page, tmp_path, width=390)
    assert found["wide"] == found["room"]
    assert found["rows"] == len(ODD_NAMES)
    assert found["title"].startswith("History of trips")
