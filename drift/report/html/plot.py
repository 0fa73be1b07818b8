"""One column's picture on its own, as SVG: what a notebook shows of `run.plot("name")`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, FunctionLoader, StrictUndefined

from drift.report import text
from drift.report.html import chart
from drift.report.html.assets import asset
from drift.report.html.picture import draw
from drift.report.html.sides import Sides

if TYPE_CHECKING:
    from jinja2 import Template

    from drift.record.record import Record

WIDTH: Final = 720
HEADER: Final = 64  # for the title and the legend
PLOT: Final = 170
BAR: Final = 30  # for each level
FOOTER: Final = 40
LINE: Final = 88  # characters of a note


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart that a notebook shows in place; `svg` is its text, self-contained.

    Examples
    --------
    >>> import drift
    >>> import polars as pl
    >>> train = pl.DataFrame({"wait_s": [float(60 + i % 997) for i in range(2_000)]})
    >>> chart = drift.compare(train, train * 1000).plot("wait_s")
    >>> chart.svg.startswith("<svg "), "live, undone" in chart.svg
    (True, True)
    """

    svg: str

    def _repr_svg_(self) -> str:
        return self.svg

    def _repr_html_(self) -> str:
        return self.svg


def plot_of(record: Record, name: str) -> Plot:
    """Return the chart of a column.

    Raises
    ------
    KeyError
        If neither side has a column of this name.
    """
    column = record[name]
    picture = draw(
        column,
        Sides(
            reference=record.reference_profile.columns.get(column.name),
            live=record.live_profile.columns.get(column.live_name),
        ),
    )
    body = PLOT if picture.histogram else BAR * len(picture.levels.bars) if picture.levels else 0
    title = f"{text.label(name)}: {column.verdict}"
    if column.diagnosis is not None:
        title += f", {text.visible(column.diagnosis.fault.replace('_', ' '))}"
    axis = f"{picture.histogram.axis}. " if picture.histogram else ""
    note = axis + " ".join(picture.notes)
    svg = _template().render(
        title=text.shortened(title, LINE),
        told=picture.histogram.summary if picture.histogram else note,
        note=text.shortened(note, LINE),
        drawn=picture,
        body=body,
        size=(WIDTH, HEADER + body + FOOTER),
        box=(chart.WIDTH, chart.HEIGHT),
    )
    return Plot(svg.strip())


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
    return environment.get_template("plot.svg.j2")
