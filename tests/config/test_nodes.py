"""Strict YAML: lines for everything, no key twice, no value that readers differ on, no crash."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.config import Config, parse_config
from drift.errors import ConfigError


def message(text: str) -> str:
    """Return what is said of a config with this text, in a file called trips.yaml."""
    with pytest.raises(ConfigError) as caught:
        parse_config(text, "trips.yaml")
    return str(caught.value)


def test_a_key_that_stands_twice_is_an_error_with_both_lines() -> None:
    """YAML readers keep the last one without a word, so a person never learns that the first is dead."""
    assert message("dataset: a\ncolumns:\n  x: {}\n  y: {}\n  x: {unit: cent}\n") == (
        "trips.yaml line 5: `columns.x` is there twice\n"
        "  seen:     in line 3 and in line 5\n"
        "  mend it:  keep one of them\n"
        "  state:    nothing was read or written"
    )


@pytest.mark.parametrize(
    ("key", "reading"),
    [
        ("no", "a boolean"),
        ("2024", "a number"),
        ("2026-11-22", "a date"),
        ("~", "nothing"),
        ("[a]", "a list"),
    ],
)
def test_a_name_that_yaml_takes_for_something_else_is_refused(key: str, reading: str) -> None:
    """A column called ``no`` must be quoted, and the error says so in its line."""
    text = message(f"columns:\n  ok: {{}}\n  {key}: {{unit: cent}}\n")
    assert text.startswith("trips.yaml line 3: a key of `columns` must be text\n")
    assert f", which YAML reads as {reading}\n" in text
    assert '\n  mend it:  quote it: "' in text


def test_quotes_make_any_name_and_text_valid() -> None:
    """What the errors advise works."""
    config = parse_config('dataset: "2026-11-22"\ntime: "no"\ncolumns: {"2024": {unit: cent}}', "trips.yaml")
    assert (config.dataset, config.time, config.column("2024").unit) == ("2026-11-22", "no", "cent")


def test_numbers_may_have_underscores_and_dots() -> None:
    """What every reader takes for the same number is one."""
    config = parse_config(
        "sample: 10_000\ncolumns: {a: {tolerance: 5.0e-2}, b: {tolerance: 0}}", "trips.yaml"
    )
    assert (config.sample, config.column("a").tolerance, config.column("b").tolerance) == (10_000, 0.05, 0.0)


def test_anchors_and_merges_work_and_errors_in_them_have_lines() -> None:
    """What is written once for many columns holds for all of them; its error is told for each."""
    shared = (
        "columns:\n  a: &money {{unit: cent, tolerance: {}}}\n"
        "  b: *money\n"
        "  c:\n    <<: *money\n    unit: euro\n"
    )
    config = parse_config(shared.format(0.5), "trips.yaml")
    assert config.column("b") == config.column("a")
    assert config.column("c").model_dump(exclude_unset=True) == {"unit": "euro", "tolerance": 0.5}
    text = message(shared.format("no"))
    for name in ("a", "b", "c"):
        assert f"line 2: `columns.{name}.tolerance` must be a number: `no`" in text


@pytest.mark.parametrize(
    ("text", "line", "reason", "seen", "mend"),
    [
        ("a: b: c", 1, "mapping values are not allowed in this context", "`a: b: c`", "correct the line"),
        (
            "x:\n\t- b",
            2,
            "found character that cannot start any token",
            "`- b`",
            "indent with spaces, not tabs",
        ),
        ("x: [a,\n", 2, "did not find expected node content", "the end of the file", "correct the line"),
        ("x: 1\ny: *z", 2, "found undefined alias", "`y: *z`", "correct the line"),
        ("--- {}\n--- {}", 2, "but found another document", "`--- {}`", "correct the line"),
        ("é: 1\nx: \x07", 2, "control characters are not allowed", "`x: \\x07`", "correct the line"),
        (
            "x: !!python/object:os.system 1",
            1,
            "could not determine a constructor for the tag 'tag:yaml.org,2002:python/object:os.system'",
            "`x: !!python/object:os.system 1`",
            "correct the line",
        ),
    ],
)
def test_what_is_not_yaml_is_told_with_its_line(
    text: str, line: int, reason: str, seen: str, mend: str
) -> None:
    """The line where reading ended, what stands there, and what to do about it."""
    told = message(text)
    assert told.startswith(f"trips.yaml line {line}: not valid YAML: {reason}\n  seen:     {seen}\n")
    assert f"\n  mend it:  {mend}" in told


@pytest.mark.parametrize("text", ["", "\n\n", "# version: 1\n"])
def test_an_empty_file_is_no_config(text: str) -> None:
    """An empty file is more likely a mistake than a wish for all defaults."""
    assert message(text) == (
        "trips.yaml: no keys, the file is empty\n"
        "  mend it:  write at least: version: 1\n"
        "  state:    nothing was read or written"
    )


@pytest.mark.parametrize(("text", "seen"), [("\n- a\n", "a list"), ("\ntrips", "text"), ("\n3", "a number")])
def test_a_file_without_keys_is_no_config(text: str, seen: str) -> None:
    """At the top of a config stands a mapping."""
    assert message(text) == (
        "trips.yaml line 2: a config must be a mapping of keys to values\n"
        f"  seen:     {seen}\n"
        "  mend it:  write keys: version: 1\n"
        "  state:    nothing was read or written"
    )


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 5_000, "a: &a [*a]", "columns: &a {x: *a}"])
def test_deep_and_endless_nesting_is_an_error_and_no_crash(text: str) -> None:
    """PyYAML's own parser ends the process on the first of these."""
    assert message(text).startswith("trips.yaml line 1: ")


@pytest.mark.parametrize(
    "text",
    ["a: !!int x", "a: !!float x", "a: !!bool x", "a: !!timestamp x", f"a: {'9' * 5_000}", "a: !!binary x"],
)
def test_a_tag_that_does_not_fit_its_value_is_an_error_and_no_crash(text: str) -> None:
    """PyYAML's own constructors raise four kinds of Python errors on these."""
    assert "trips.yaml line 1: " in message(text)


@given(st.text(alphabet="ab12: -\n\t[]{}*&!#'\"|<>,?%@~=.\x00é"))
def test_any_text_is_a_config_or_an_error_with_the_name_of_the_file(text: str) -> None:
    """Nothing but our own errors comes out, whatever stands in a file."""
    try:
        config = parse_config(text, "trips.yaml")
    except ConfigError as error:
        assert str(error).startswith("trips.yaml")  # noqa: PT017 - which of both it is depends on the text
    else:
        assert isinstance(config, Config)
