"""The words for what is wrong with a config's values: where, what was seen, how to mend it."""

from __future__ import annotations

import datetime as dt

import pytest

from drift.config import Config, parse_config
from drift.config.problems import MAX_TOLD, noun, path_text, shown
from drift.errors import ConfigError


def message(text: str) -> str:
    """Return what is said of a config with this text, in a file called trips.yaml."""
    with pytest.raises(ConfigError) as caught:
        parse_config(text, "trips.yaml")
    return str(caught.value)


def test_an_unknown_key_names_the_nearest_the_file_and_the_line() -> None:
    """The whole message, as a person reads it."""
    assert message("version: 1\n\nsensitivty: high\n") == (
        "trips.yaml line 3: unknown key `sensitivty`\n"
        "  mend it:  did you mean `sensitivity`?\n"
        "  state:    nothing was read or written"
    )


def test_all_problems_are_told_at_once_in_the_order_of_lines() -> None:
    """The first line is the first problem; each has its line, what was seen and how to mend it."""
    text = "version: 1\ntime: no\ncolumns:\n  amount:\n    tolerance: -0.1\n    knd: number\nsegments: city\n"
    assert message(text) == (
        "trips.yaml line 2: `time` must be text (and 3 more problems)\n"
        "  seen:     line 2: `time` must be text: `no`, which YAML reads as a boolean\n"
        "            line 5: `columns.amount.tolerance` must be at least 0: `-0.1`\n"
        "            line 6: unknown key `columns.amount.knd`\n"
        "            line 7: `segments` must be a list of names: `city`, which YAML reads as text\n"
        '  mend it:  line 2: quote it: "no"\n'
        "            line 5: write at least 0\n"
        "            line 6: did you mean `kind`?\n"
        "            line 7: write a list: [city]\n"
        "  state:    nothing was read or written"
    )


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("Dataset: trips", "did you mean `dataset`?"),
        ("colums: {}", "did you mean `columns`?"),
        ("segmnts: [city]", "did you mean `segments`?"),
        ("columns: {a: {tolerence: 1}}", "did you mean `tolerance`?"),
        ("columns: {a: {imprtance: 1}}", "did you mean `importance`?"),
        ("rows: {minimum: 1}", "did you mean `min`?"),
        ("unit: cent", "it is a key of a column: columns: {NAME: {unit: …}}"),
        (
            "qqq: 1",
            f"take it out: the keys here are {', '.join(Config.model_fields)}",
        ),
    ],
)
def test_an_unknown_key_says_what_to_write(text: str, mend: str) -> None:
    """The nearest key of its level; where it belongs; or the keys there are."""
    assert f"\n  mend it:  {mend}\n" in message(text)


@pytest.mark.parametrize(
    ("text", "what", "seen", "mend"),
    [
        # What YAML 1.1 takes for something else.
        ("time: no", "`time` must be text", "`no`, which YAML reads as a boolean", 'quote it: "no"'),
        (
            "dataset: 2026-11-22",
            "`dataset` must be text",
            "`2026-11-22`, which YAML reads as a date",
            'quote it: "2026-11-22"',
        ),
        (
            "dataset: 2026-13-45",
            "`dataset` must be text",
            "`2026-13-45`, which YAML reads as a date",
            'quote it: "2026-13-45"',
        ),
        ("target: 010", "`target` must be text", "`010`, which YAML reads as a number", 'quote it: "010"'),
        (
            "sample: 010",
            "`sample` must be a whole number",
            "`010`, which YAML reads as a number",
            "write a whole number",
        ),
        (
            "ignore: [a, 3]",
            "`ignore[1]` must be text",
            "`3`, which YAML reads as a number",
            'quote it: "3"',
        ),
        (
            'version: "1"',
            "`version` must be a whole number",
            '`"1"`, which YAML reads as text',
            "write it as a plain number: 1",
        ),
        (
            "version: true",
            "`version` must be a whole number",
            "`true`, which YAML reads as a boolean",
            "write a whole number",
        ),
        (
            "sample: 1e4",
            "`sample` must be a whole number",
            "`1e4`, which YAML reads as text",
            "write it as a plain number: 10000",
        ),
        (
            "sample: 10000.0",
            "`sample` must be a whole number",
            "`10000.0`, which YAML reads as a number",
            "write it as a plain number: 10000",
        ),
        (
            "columns: {a: {tolerance: 5e-2}}",
            "`columns.a.tolerance` must be a number",
            "`5e-2`, which YAML reads as text",
            "write it as a plain number: 0.05",
        ),
        (
            "columns: {a: {check: 'yes'}}",
            "`columns.a.check` must be true or false",
            "`'yes'`, which YAML reads as text",
            "write true or false",
        ),
        (
            "sensitivity: off",
            "`sensitivity` must be low, medium or high",
            "`off`, which YAML reads as a boolean",
            "write low, medium or high",
        ),
        # Values that are not allowed.
        ("sensitivity: med", "`sensitivity` must be low, medium or high", "`med`", "did you mean `medium`?"),
        (
            "columns: {a: {kind: numeric}}",
            "`columns.a.kind` must be number, category, text, identifier, time, boolean, nested or unknown",
            "`numeric`",
            "did you mean `number`?",
        ),
        ("sample: -1", "`sample` must be at least 0", "`-1`", "write at least 0"),
        (
            "rows: {max: 9007199254740992}",
            "`rows.max` must be at most 9007199254740991",
            "`9007199254740992`",
            "write at most 9007199254740991",
        ),
        (
            "columns: {a: {tolerance: .inf}}",
            "`columns.a.tolerance` must be a finite number",
            "`.inf`",
            "write a finite number",
        ),
        ("dataset: ''", "`dataset` must be text that is not empty", "`''`", "write text that is not empty"),
        # Values of another shape, and none.
        ("dataset:", "`dataset` must be text", "nothing", "write text, or take the line out"),
        ("time: [a]", "`time` must be text", "a list", "write text"),
        (
            "ignore: split",
            "`ignore` must be a list of names",
            "`split`, which YAML reads as text",
            "write a list: [split]",
        ),
        (
            "columns:",
            "`columns` must be a mapping, {key: value}",
            "nothing",
            "write a mapping, {key: value}, or take the line out",
        ),
        (
            "columns: {a: cent}",
            "`columns.a` must be a mapping, {key: value}",
            "`cent`, which YAML reads as text",
            "write a mapping, {key: value}",
        ),
    ],
)
def test_a_wrong_value_is_told_with_what_was_seen(text: str, what: str, seen: str, mend: str) -> None:
    """What it must be, what stands there and what YAML makes of it, and what to write instead."""
    assert message(text) == (
        f"trips.yaml line 1: {what}\n"
        f"  seen:     {seen}\n"
        f"  mend it:  {mend}\n"
        "  state:    nothing was read or written"
    )


@pytest.mark.parametrize(
    ("text", "what", "mend"),
    [
        ("version: 2", "`version` is 2, and this drift reads 1", "write 1, or use another drift"),
        (
            "rows: {}",
            "`rows` must have `min`, `max` or both",
            "write rows: {min: 1000}, or take the line out",
        ),
        ("rows: {min: 5, max: 2}", "`rows` has a `min` of 5, above its `max` of 2", "swap them"),
    ],
)
def test_a_rule_of_our_own_has_its_own_words(text: str, what: str, mend: str) -> None:
    """Rules that are about more than one value's type say what they found."""
    assert message(text) == (
        f"trips.yaml line 1: {what}\n  mend it:  {mend}\n  state:    nothing was read or written"
    )


def test_a_mapping_from_python_is_refused_in_the_same_words() -> None:
    """Without a file there are no lines, and YAML is not spoken of."""
    with pytest.raises(ConfigError) as caught:
        Config.from_dict({"time": False, "columns": {3: {}}, "dataset": dt.date(2026, 11, 22)})
    assert str(caught.value) == (
        "config: `dataset` must be text (and 2 more problems)\n"
        "  seen:     `dataset` must be text: `datetime.date(2026, 11, 22)`, which is a date\n"
        "            `time` must be text: `False`, which is a boolean\n"
        "            a key of `columns` must be text: `3`, which is a number\n"
        '  mend it:  quote it: "2026-11-22"\n'
        '            quote it: "False"\n'
        '            quote it: "3"\n'
        "  state:    nothing was read or written"
    )


@pytest.mark.parametrize("values", [None, [1], "trips"])
def test_what_is_no_mapping_is_no_config(values: object) -> None:
    """A list, a text or nothing has no keys."""
    with pytest.raises(ConfigError, match="config: a config must be a mapping of keys to values"):
        Config.from_dict(values)


def test_another_kind_of_file_does_not_flood_the_screen() -> None:
    """Past a bound the rest of the problems is counted, not listed."""
    text = message("".join(f"qqq{number}: 1\n" for number in range(MAX_TOLD + 7)))
    assert text.startswith("trips.yaml line 1: unknown key `qqq0` (and 56 more problems)\n")
    assert "            line 50: unknown key `qqq49`\n            and 7 more\n  mend it:" in text


def test_what_a_message_repeats_is_short_and_safe_to_print() -> None:
    """No line break, control character or lone surrogate reaches a terminal, and no page of text."""
    assert shown("a\nb\x1b[31m\ud800") == r"a\nb\x1b[31m\ud800"
    assert shown("é" * 61) == "é" * 60 + "…"
    assert path_text(("columns", 'a\n"b', "unit")) == 'columns."a\\n"b".unit'
    with pytest.raises(ConfigError) as caught:
        Config.from_dict({"\ud800": 1})
    assert str(caught.value).isascii()


def test_a_value_is_called_what_it_is() -> None:
    """Types that a config never has are called by their Python name."""
    assert noun(dt.date(2026, 11, 22)) == "a date"
    assert noun({1}) == "a Python set"
