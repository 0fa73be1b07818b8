"""A chart on its own is XML that any reader takes, whatever the names."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import polars as pl
import pytest

from drift.report.html.plot import plot_of
from drift.report.text import label
from made_runs import in_milliseconds, make_finding, make_record
from runs import CHANGES, ODD_NAMES, run_of, run_with_name

SVG = "{http://www.w3.org/2000/svg}"


def words(svg: str) -> str:
    return " ".join(element.text or "" for element in ET.fromstring(svg).iter(f"{SVG}text"))  # noqa: S314 - ours


def test_a_unit_is_shown_undone() -> None:
    chart = plot_of(in_milliseconds(), "wait_s")
    told = words(chart.svg)
    assert "wait_s: breach, unit change" in told
    assert "live, undone" in told
    assert chart._repr_svg_() == chart._repr_html_() == chart.svg


def test_levels_have_bars() -> None:
    frame = pl.DataFrame({"city": ["Porto", "Braga"] * 50})
    found = make_finding("city", "renamed_category", parameters={"mapping": {"Porto": "PORTO"}})
    live = frame.select(pl.col("city").replace("Porto", "PORTO"))
    told = words(plot_of(make_record(frame, live, (found,)), "city").svg)
    assert "PORTO" in told
    assert "50% → 0% → 50%" in told


@pytest.mark.parametrize(
    "change", ["all ok", "a lost column", "a new column", "no rows", "words for numbers"]
)
def test_every_column_has_a_chart_or_words(change: str) -> None:
    assert change in CHANGES
    for column in run_of(change).columns:
        assert column.name in words(plot_of(run_of(change), column.name).svg)


@pytest.mark.parametrize("name", ODD_NAMES.values(), ids=ODD_NAMES)
def test_an_odd_name_is_text(name: str) -> None:
    svg = plot_of(run_with_name(name), name).svg
    assert {element.tag.removeprefix(SVG) for element in ET.fromstring(svg).iter()} <= {  # noqa: S314 - ours
        "svg", "title", "desc", "text", "g", "path", "rect",
    }  # fmt: skip
    if len(name) < 50:
        assert label(name) in words(svg)


def test_a_name_that_no_side_has_is_an_error() -> None:
    with pytest.raises(KeyError, match="nowhere"):
        plot_of(in_milliseconds(), "nowhere")
