"""The run as one page: nothing is loaded from elsewhere, every name is escaped, one script of ours may run.

`page.py` says what is shown, `report.html.j2` in which order, `report.css` how it looks. `report.js` sorts,
filters and finds; without it all is still there to be read.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from jinja2 import Environment, FunctionLoader, StrictUndefined

from drift.report.html import chart
from drift.report.html.assets import asset
from drift.report.html.page import page_of

if TYPE_CHECKING:
    from jinja2 import Template

    from drift.record.record import Record

_FRAME_HEIGHT = 720  # pixels of a notebook's output
_FRAME_ADDRESS = "about:srcdoc"  # a bare "#columns" in a frame leads to the notebook's own address


def render_html(record: Record, *, saved: str | None = None, history: str | None = None) -> str:
    """Return a run as a page in HTML, self-contained; the same run gives the same page.

    Parameters
    ----------
    record : Record
        The run.
    saved : str or None
        Where it is saved: commands to copy name it.
    history : str or None
        The address of the page of past runs, as seen from this one: findings lead to it.

    Returns
    -------
    str
        To be written as UTF-8; whatever names and values the data holds, it can be.
    """
    return _rendered(record, saved=saved, history=history)


def render_frame(record: Record) -> str:
    """Return a run as an HTML element for a notebook, in which the page's style stays its own.

    Its script may run, in an origin of its own: it reaches nothing of the notebook.
    """
    page = escape(_rendered(record, here=_FRAME_ADDRESS), quote=True)
    return (
        f'<iframe title="drift: {record.verdict}" srcdoc="{page}" sandbox="allow-scripts" width="100%"'
        f' height="{_FRAME_HEIGHT}" style="border: 1px solid #8886"></iframe>'
    )


def _rendered(record: Record, *, here: str = "", saved: str | None = None, history: str | None = None) -> str:
    return _template().render(page=page_of(record, saved), here=here, history=history)


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=FunctionLoader(asset),
    )
    environment.filters["place"] = chart.place
    for name in ("style", "script"):
        content = asset({"style": "report.css", "script": "report.js"}[name])
        environment.globals[name] = content
        environment.globals[f"{name}_hash"] = _csp_hash(content)
    return environment.get_template("report.html.j2")


def _csp_hash(content: str) -> str:
    """Return how a content security policy names a style or script: no other one applies then."""
    digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
    return f"'sha256-{digest}'"
