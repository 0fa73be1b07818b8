"""The report in a real browser: it fits a phone, its style applies, and nothing is complained of.

Chromium alone does it, without a driver: a page of our own holds the report in a frame as wide as a
phone, measures it, and writes down what it found.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from datetime import date
from html import escape, unescape
from typing import TYPE_CHECKING, Any, Final

import pytest

import drift
from drift.demo.orders import in_milliseconds, orders
from drift.report.html import render_html
from runs import ODD_NAMES, run_with_name

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
PHONES: Final = (360, 390)  # CSS pixels
SECONDS: Final = 120

MEASURE: Final = """
frame.onload = () => {
  const page = frame.contentDocument, root = page.documentElement;
  const style = (element) => frame.contentWindow.getComputedStyle(page.querySelector(element));
  for (const details of page.querySelectorAll("details")) details.open = true;
  const cut = [...page.querySelectorAll("body *")].filter(
    (one) => one.getBoundingClientRect().right > root.clientWidth + 1 && !one.closest(".inside, .hidden"));
  out.textContent = JSON.stringify({
    room: root.clientWidth,
    wide: root.scrollWidth,
    cut: cut.map((one) => one.outerHTML.slice(0, 120)),
    margin: style("body").marginTop,
    stroke: style(".c-live").stroke,
    dark: style("body").backgroundColor,
    rows: page.querySelectorAll("table.columns > tbody").length,
  });
};
"""


@pytest.fixture(scope="module")
def chromium() -> str:
    """Return the browser; where there is none, CI fails and others skip."""
    found = os.environ.get("CHROME") or next((path for name in NAMES if (path := shutil.which(name))), None)
    if found:
        return found
    reason = f"no browser: install one of {', '.join(NAMES)}, or name it in CHROME"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def demo() -> drift.Run:
    """Return the run of a day of the demo's orders, whose seconds became milliseconds."""
    train = orders(20_000, start=date(2026, 9, 14), days=60, seed=1)
    live = orders(2_000, start=date(2026, 11, 13), days=1, seed=2)
    return drift.check(in_milliseconds(live), drift.fit(train, time="ordered_at"))


def opened(chromium: str, page: str, folder: Path) -> tuple[str, str]:
    """Return what a page became in the browser, and what the browser said of it."""
    path = folder / "page.html"
    path.write_text(page, encoding="utf-8")
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
            "--virtual-time-budget=5000",
            "--dump-dom",
            path.as_uri(),
        ],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=True,
    )
    return run.stdout, "\n".join(line for line in run.stderr.splitlines() if "CONSOLE" in line)


def measured(chromium: str, page: str, folder: Path, *, width: int) -> dict[str, Any]:
    """Return what a page is like in a window of this width."""
    harness = (
        "<!DOCTYPE html><meta charset='utf-8'>"
        f'<iframe id="frame" width="{width}" height="800" style="border: 0" srcdoc="{escape(page)}"></iframe>'
        f'<pre id="out"></pre><script>{MEASURE}</script>'
    )
    dom, said = opened(chromium, harness, folder)
    assert said == ""
    [found] = re.findall(r'<pre id="out">(.+?)</pre>', dom, re.DOTALL)
    result: dict[str, Any] = json.loads(unescape(found))
    return result


def test_the_browser_has_nothing_to_complain_of(chromium: str, demo: drift.Run, tmp_path: Path) -> None:
    dom, said = opened(chromium, render_html(demo), tmp_path)
    assert said == ""
    assert "seconds_since_last_order" in dom


def test_a_script_would_be_refused_and_told(chromium: str, demo: drift.Run, tmp_path: Path) -> None:
    """So that silence above means something: the policy holds, and complaints are heard."""
    page = render_html(demo).replace("</body>", "<script>document.title = 'ran'</script></body>")
    dom, said = opened(chromium, page, tmp_path)
    assert "<title>ran</title>" not in dom
    assert "Content Security Policy" in said


@pytest.mark.parametrize("width", PHONES)
def test_the_report_fits_a_phone(chromium: str, demo: drift.Run, tmp_path: Path, width: int) -> None:
    """With all details open, nothing is wider than the screen, and every column is there."""
    found = measured(chromium, render_html(demo), tmp_path, width=width)
    assert found["wide"] == found["room"]
    assert found["cut"] == []
    assert found["rows"] == len(demo.columns)


def test_the_style_applies(chromium: str, demo: drift.Run, tmp_path: Path) -> None:
    """The policy's hash is the style's, or the browser would refuse it: bodies have a margin of their own."""
    found = measured(chromium, render_html(demo), tmp_path, width=1280)
    assert found["margin"] == "0px"
    assert found["stroke"].startswith("rgb(")


@pytest.mark.parametrize("name", ["long", "wide", "markup", "nothing"])
def test_no_name_widens_the_page(chromium: str, tmp_path: Path, name: str) -> None:
    found = measured(chromium, render_html(run_with_name(ODD_NAMES[name])), tmp_path, width=PHONES[0])
    assert found["wide"] == found["room"]
    assert found["cut"] == []
