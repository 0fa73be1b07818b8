"""The README's picture: the report of the demo's broken day, as a laptop shows it.

`python -m benchmarks.report.picture FILE`
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.report.browser import browser
from drift.demo.story import tell

SIZE = (1180, 890)  # CSS pixels


def main() -> int:
    """Write the picture."""
    [path] = sys.argv[1:]
    with browser() as started, tempfile.TemporaryDirectory() as name:
        tell(Path(name) / "demo", say=lambda _: None)
        page = started.new_page(viewport={"width": SIZE[0], "height": SIZE[1]}, color_scheme="light")
        page.goto((Path(name) / "demo" / "broken.html").as_uri())
        page.screenshot(path=path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
