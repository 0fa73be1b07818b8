"""Past runs as one page: when each fault came and went, and a small picture of every column over time.

Nothing is loaded from elsewhere and every name is escaped. The pictures are drawn by `history.js` when they
come into view, so that years of hundreds of columns open at once; without a script the table is all there.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, FunctionLoader, StrictUndefined

from drift.report.html import chart
from drift.report.html.history.page import history_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Template

    from drift.record.trends import Trends

_ESCAPES: Final = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def render_history(trends: Trends, reports: Sequence[str | None] = ()) -> str:
    """Return past runs as a page in HTML, self-contained; the same runs give the same page.

    Parameters
    ----------
    trends : Trends
        The past.
    reports : sequence of str or None, optional
        The file of each run's report, as seen from this page, if it is known: faults lead to their first
        batch's.
    """
    page = history_page(trends, reports)
    return _template().render(page=page, data=_json(page.data))


def _json(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """Return JSON that no markup in it can end."""
    told = json.dumps(value, separators=(",", ":"), allow_nan=False)
    return "".join(_ESCAPES.get(one, one) for one in told)


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=FunctionLoader(_file),
    )
    style, script = _file("report.css") + _file("history/history.css"), _file("history/history.js")
    environment.globals |= {
        "style": style,
        "script": script,
        "style_hash": _csp_hash(style),
        "script_hash": _csp_hash(script),
    }
    environment.filters["place"] = chart.place
    return environment.get_template("history/history.html.j2")


def _file(name: str) -> str:
    return files("drift.report.html").joinpath(name).read_text("utf-8")


def _csp_hash(content: str) -> str:
    """Return how a content security policy names a style or script: no other one applies then."""
    digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
    return f"'sha256-{digest}'"
