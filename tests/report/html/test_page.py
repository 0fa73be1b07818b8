"""The page: whole, safe, the same for the same run, and nobody is left out."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl
import pytest

from drift.judge.result import Finding, Verdict
from drift.report.html import render_frame, render_html
from drift.report.text import anchor, label
from made_runs import in_milliseconds, make_finding, make_record
from runs import CHANGES, ODD_NAMES, run_of, run_with_name

if TYPE_CHECKING:
    from drift.record.record import Record

VOID: Final = {"meta", "br", "img", "link", "input", "hr", "wbr"}
HOSTILE: Final = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</title></style><script>",
    "{{ 'q' * 9 }}",
    "a b",
    "a`b",
    "",
    " ",
    "\x00",
    "\u202ecod.exe",
    "&lt;b&gt;",
    "x" * 10_000,
)
ROWS: Final = 300
RNG = np.random.default_rng(20_261_122)


class Reader(HTMLParser):
    """Reads a page as a browser would, and notes its text, ids, links, and what is not closed."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def values(self, name: str) -> list[str]:
        return [value or "" for key, value in self.attributes if key == name]


def read(record: Record) -> Reader:
    reader = Reader(render_html(record))
    assert reader.open == []
    return reader


def hostile_record() -> Record:
    """Return a run in which every name, level and text is out to get the page."""
    frame = pl.DataFrame(
        {name: [HOSTILE[(i + k) % 5] for i in range(ROWS)] for k, name in enumerate(HOSTILE)}
    )
    findings = tuple(
        make_finding(name, "new_category", story=f"has levels that training did not: `{name}`", advice=name)
        for name in HOSTILE[:9]
    )
    script = HOSTILE[0]
    record = make_record(frame, frame, findings, verdicts={HOSTILE[10]: ("skipped", script)})
    return replace(
        record,
        dataset=script,
        batch=script,
        run_id=script,
        sensitivity=script,
        reference=replace(record.reference, path=script),
        live=replace(record.live, sources=(script, "\ud800")),
    )


def everything() -> Record:
    """Return a run with every verdict and every kind of column, sides lacking."""
    some = pl.DataFrame(
        {
            "number": RNG.normal(size=ROWS),
            "huge": RNG.choice([1e300, -1e300, 1.7e308, 0.0], ROWS),
            "constant": np.full(ROWS, 7),
            "level": RNG.choice(["a", "b", "c"], ROWS),
            "flag": RNG.random(ROWS) < 0.5,
            "list": [[1] * (i % 3) for i in range(ROWS)],
            "struct": [{"a": i} for i in range(ROWS)],
            "null": pl.Series([None] * ROWS, dtype=pl.Float64),
            "nothing": pl.Series([None] * ROWS),
            "id": [f"ORD-{i:06}" for i in range(ROWS)],
            "other_family": RNG.normal(size=ROWS),
            "lost": RNG.normal(size=ROWS),
        }
    )
    live = some.drop("lost").with_columns(
        pl.col("number") * 1000, pl.col("other_family").cast(pl.String), pl.lit("x").alias("new")
    )
    rows = Finding(
        check="rows", verdict="breach", column=None, statistic=None, why="Few rows.", diagnosis=None
    )
    return make_record(
        some,
        live,
        (
            rows,
            make_finding("number", "unit_change", parameters={"factor": 1000.0, "offset": 0.0}, share=1.0),
            make_finding("lost", "missing_column"),
            replace(make_finding("new", "new_column"), verdict="warning"),
        ),
        verdicts={"flag": ("undecided", "too few rows to tell"), "struct": ("skipped", "not read")},
    )


def test_every_state_renders() -> None:
    words = " ".join(read(everything()).words)
    for reason in ("Too few rows to tell.", "Not read.", "Few rows.", "The batch does not have this column."):
        assert reason in words


@pytest.mark.parametrize("change", CHANGES)
def test_every_sort_of_batch_renders(change: str) -> None:
    run = run_of(change)
    assert {anchor(column.name) for column in run.columns} <= set(read(run).values("id"))


@pytest.mark.parametrize("name", ODD_NAMES.values(), ids=ODD_NAMES)
def test_an_odd_name_stays_text(name: str) -> None:
    reader = read(run_with_name(name))
    assert label(name) in reader.words
    assert reader.tags.count("script") == 1
    assert "img" not in reader.tags


@pytest.mark.parametrize("verdict", ["ok", "undecided", "skipped"])
def test_a_run_without_findings_renders(verdict: Verdict) -> None:
    frame = pl.DataFrame({"a": [1.0, 2.0]})
    reader = read(make_record(frame, frame, verdicts={"a": (verdict, "of a reason")}))
    assert "finding-1" not in reader.values("id")
    assert verdict in "".join(reader.words)


def test_a_run_without_rows_or_columns_renders() -> None:
    assert "h1" in read(make_record(pl.DataFrame(), pl.DataFrame())).tags
    without_rows = read(make_record(pl.DataFrame({"a": [1.0]}), pl.DataFrame({"a": [1.0]}).clear()))
    assert "a" in without_rows.values("id")


def test_the_page_loads_nothing() -> None:
    page = render_html(in_milliseconds())
    reader = Reader(page)
    assert not {"link", "img", "iframe", "object", "embed", "base"} & set(reader.tags)
    assert "http:" not in page
    assert "https:" not in page
    assert "url(" not in page
    assert all(link.startswith("#") for link in reader.values("href"))
    assert not [name for name, _ in reader.attributes if name.startswith("on") or name in {"src", "style"}]


@pytest.mark.parametrize("name", ["style", "script"])
def test_the_policy_allows_this_style_and_script_alone(name: str) -> None:
    page = render_html(in_milliseconds())
    [content] = re.findall(rf"<{name}>(.*?)</{name}>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
    [policy] = [value for value in Reader(page).values("content") if "default-src" in value]
    assert policy.split("; ")[0] == "default-src 'none'"
    assert f"{name}-src 'sha256-{digest}'" in policy.split("; ")
    assert "unsafe" not in policy


def test_the_script_is_the_same_for_every_run() -> None:
    """So nothing of the data is in it: values reach it as text of the page."""
    pages = [render_html(record) for record in (in_milliseconds(), hostile_record())]
    first, other = (re.findall(r"<script>.*</script>", page, re.DOTALL)[-1][-400:] for page in pages)
    assert first == other


def test_hostile_names_stay_text() -> None:
    record = hostile_record()
    page = render_html(record)
    reader = Reader(page)
    assert reader.open == []
    assert reader.tags.count("script") == 1
    assert "img" not in reader.tags
    assert not [name for name, _ in reader.attributes if name.startswith("on")]
    assert "qqqqqqqqq" not in "".join(reader.words)
    assert "\x00" not in page
    assert "\u202e" not in page
    page.encode("utf-8")
    for name in HOSTILE:
        assert label(name) in reader.words


def test_every_column_has_a_row_and_an_anchor_of_its_own() -> None:
    for record in (everything(), hostile_record()):
        ids = read(record).values("id")
        assert len(set(ids)) == len(ids)
        assert {anchor(column.name) for column in record.columns} <= set(ids)


@pytest.mark.parametrize("name", ["columns", "findings", "quality-title", "finding-1", "row-a"])
def test_a_column_may_be_named_as_a_part_of_the_page(name: str) -> None:
    frame = pl.DataFrame({name: [1.0, 2.0], "a": [1.0, 2.0]})
    ids = read(make_record(frame, frame, (make_finding("a"),))).values("id")
    assert len(set(ids)) == len(ids)


def test_a_link_by_name_leads_to_the_card_where_there_is_one() -> None:
    page = render_html(in_milliseconds())
    assert re.search(r'<article class="card breach" id="wait_s"', page)
    assert re.search(r'<tbody id="age"', page)


def test_every_link_leads_somewhere() -> None:
    reader = read(everything())
    assert {link.removeprefix("#") for link in reader.values("href")} <= set(reader.values("id"))


def test_columns_stand_worst_first() -> None:
    record = everything()
    wanted = [anchor(column.name) for column in record.worst_first]
    assert [one for one in read(record).values("id") if one in wanted] == wanted


def test_the_title_has_the_verdict() -> None:
    assert "<title>Breach: trips, 2026-11-22 · drift</title>" in render_html(in_milliseconds())


def test_the_page_says_how_it_was_decided() -> None:
    words = re.sub(r"\s+", " ", " ".join(read(in_milliseconds()).words))
    for told in (
        "chance > tolerance",
        "0.1%",
        "sha256:aa",
        "sha256:bb",
        "sha256:cc",
        "live.parquet",
        "0.1.0",
    ):
        assert told in words


def test_pictures_have_a_name_for_those_who_do_not_see_them() -> None:
    svgs = re.findall(r"<svg[^>]*>", render_html(in_milliseconds()))
    outer = [svg for svg in svgs if "preserveAspectRatio" not in svg or "aria" in svg]
    assert all('aria-hidden="true"' in svg or ("aria-label" in svg and 'role="img"' in svg) for svg in outer)


def test_the_same_run_gives_the_same_page() -> None:
    assert render_html(in_milliseconds()) == render_html(in_milliseconds())


@pytest.mark.parametrize(("columns", "most"), [(50, 500_000), (200, 2_000_000)])
def test_a_wide_table_stays_small(columns: int, most: int) -> None:
    """Half numbers without a common step, half categories with more levels than are shown."""
    frame = pl.DataFrame(
        {
            f"column_{i}": RNG.lognormal(0, 2, ROWS)
            if i % 2
            else [f"level {j}" for j in RNG.integers(0, 50, ROWS)]
            for i in range(columns)
        }
    )
    assert len(render_html(make_record(frame, frame.reverse())).encode()) < most


def test_a_frame_holds_the_page_and_lets_nothing_out() -> None:
    reader = Reader(render_frame(in_milliseconds()))
    assert reader.tags == ["iframe"]
    [page] = reader.values("srcdoc")
    assert page.replace("about:srcdoc#", "#") == render_html(in_milliseconds())
    # A bare "#" would load the notebook in the frame.
    assert set(re.findall(r'href="([^#]*)#', page)) == {"about:srcdoc"}
    assert reader.values("sandbox") == ["allow-scripts"]  # in an origin of its own
