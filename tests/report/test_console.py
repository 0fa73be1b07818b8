"""What is written is what was said: no colour unless asked for, no width but the one given."""

from __future__ import annotations

import io

import pytest

from drift.report.console import console_on


@pytest.mark.parametrize(("colour", "written"), [(False, "5 rows\n"), (True, "\x1b[1m5 rows\x1b[0m\n")])
def test_colours_are_written_where_they_are_asked_for(written: str, *, colour: bool) -> None:
    """`ESC [ 1 m` is bold (ECMA-48, SGR); the number has no colour of its own."""
    out = io.StringIO()
    console_on(out, colour=colour, width=80).print("5 rows", style="bold")
    assert out.getvalue() == written


def test_lines_are_as_long_as_was_said() -> None:
    out = io.StringIO()
    console_on(out, colour=False, width=10).print("one two three four")
    assert [line.rstrip() for line in out.getvalue().splitlines()] == ["one two", "three four"]
