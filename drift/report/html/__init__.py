"""The run as one page: nothing is loaded from elsewhere, no script runs, every name is escaped.

`page.py` says what is shown, `report.html.j2` how it looks.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, StrictUndefined

from drift.report.html import chart
from drift.report.html.page import page_of

if TYPE_CHECKING:
    from jinja2 import Template

    from drift.record.record import Record

_FRAME_HEIGHT = 720  # pixels of a notebook's output
_FRAME_ADDRESS = "about:srcdoc"  # a bare "#columns" in a frame leads to the notebook's own address


def render_html(record: Record) -> str:
    """Return a run as a page in HTML, self-contained; the same run gives the same page.

    Parameters
    ----------
    record : Record
        The run.

    Returns
    -------
    str
        To be written as UTF-8; whatever names and values the data holds, it can be.
    """
    return _rendered(record)


def render_frame(record: Record) -> str:
    """Return a run as an HTML element for a notebook, in which the page's style stays its own."""
    page = escape(_rendered(record, here=_FRAME_ADDRESS), quote=True)
    return (
        f'<iframe title="drift: {record.verdict}" srcdoc="{page}" sandbox="" width="100%"'
        f' height="{_FRAME_HEIGHT}" style="border: 1px solid #8886"></iframe>'
    )


def _rendered(record: Record, *, here: str = "") -> str:
    return _template().render(page=page_of(record), here=here)


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["place"] = chart.place
    environment.filters["csp_hash"] = _csp_hash
    return environment.from_string(files("drift.report.html").joinpath("report.html.j2").read_text("utf-8"))


def _csp_hash(style: str) -> str:
    """Return how a content security policy names a style: no other one applies then."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"
