"""What is wrong with a config, in words: where, what was seen, and how to mend it.

pydantic finds the problems, this words them. It knows no key of a config by name: which keys there are
is told to it. All problems of a file are reported at once, in the order of its lines.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from drift.errors import ConfigError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

STATE = "nothing was read or written"
NEAR = 0.5  # difflib's ratio: 0.92 for `colums` and `columns`, below 0.4 for words that share little
MAX_TEXT = 60  # characters of a value that a message repeats: enough to find it again
MAX_TOLD = 50  # problems that one message tells: with more it is another kind of file
MAX_DIGITS = 30  # a number with more is not written out
LIMITS_RULE = "limits"  # the rules that a config has of its own, which bring their own words
INDENT = "\n" + 12 * " "  # aligns a second line of a hint with its first

# The names that pydantic gives to rules, and what each rule asks for.
WANTED: Mapping[str, str] = {
    "string_type": "text",
    "string_unicode": "text in valid Unicode",
    "string_too_short": "text that is not empty",
    "int_type": "a whole number",
    "float_type": "a number",
    "finite_number": "a finite number",
    "bool_type": "true or false",
    "tuple_type": "a list of names",
    "dict_type": "a mapping, {key: value}",
    "model_type": "a mapping, {key: value}",
}

# What a person calls a value of these types; a bool is an int too, so it comes first.
NOUNS: tuple[tuple[tuple[type, ...], str], ...] = (
    ((type(None),), "nothing"),
    ((bool,), "a boolean"),
    ((int, float, Decimal), "a number"),
    ((str,), "text"),
    ((dt.date, dt.time), "a date"),
    ((list, tuple), "a list"),
    ((Mapping,), "a mapping"),
)

Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A value that YAML readers differ on (a date, `010`): its text, and what YAML 1.1 takes it for."""

    text: str
    noun: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a value stands in a file (from line 1) and its text as written; None where not known."""

    line: int | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong with a config."""

    line: int | None
    what: str
    seen: str | None
    mend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """The keys of one level of a config: those it has, and those of its columns."""

    here: tuple[str, ...]
    of_a_column: tuple[str, ...] = ()


def nowhere(_: Path) -> Place:
    """Return the place of a value that came from no file."""
    return Place()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a config's values came from, and the problems that were met while reading them."""

    name: str = "config"
    file: str | None = None
    place: Callable[[Path], Place] = nowhere
    problems: tuple[Problem, ...] = ()


def path_text(path: Path) -> str:
    """Return a path as a person writes it.

    Examples
    --------
    >>> path_text(("columns", "amount_*", "unit"))
    'columns.amount_*.unit'
    >>> path_text(("columns", "price in €", "unit"))
    'columns."price in €".unit'
    >>> path_text(("ignore", 1))
    'ignore[1]'
    """
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += f".{part}" if re.fullmatch(r"[\w*?-]+", part) else f'."{shown(part)}"'
    return text.removeprefix(".")


def shown(text: str) -> str:
    """Return `text` as one short line that is safe to print: no line breaks, no control characters."""
    line = text if text.isprintable() else ascii(text)[1:-1]
    return line if len(line) <= MAX_TEXT else f"{line[:MAX_TEXT]}…"


def noun(value: object) -> str:
    """Return what kind of thing a value is, in the words of who wrote it."""
    if isinstance(value, Written):
        return value.noun
    named = (word for types, word in NOUNS if isinstance(value, types))
    return next(named, f"a Python {type(value).__name__}")


def explain(error: ErrorDetails, keys: Keys, source: Source) -> Problem:
    """Return in words what pydantic found; `keys` are those of the level that the error is in."""
    path, value, rule = error["loc"], error["input"], error["type"]
    place = source.place(path)
    if rule == "extra_forbidden":
        return _unknown_key(path, place, keys)
    if rule == "invalid_key" or path[-1:] == ("[key]",):
        key = path[-1] if rule == "invalid_key" else value
        return key_problem(path[:-2], str(key), noun(key), place.line)
    name = f"`{path_text(path)}`" if path else "a key"
    if rule == "missing":
        return Problem(line=place.line, what=f"{name} is missing", seen=None, mend=f"write `{path[-1]}: …`")
    if rule == LIMITS_RULE:
        return Problem(line=place.line, what=f"{name} {error['msg']}", seen=None, mend=error["ctx"]["mend"])
    what = f"{name} must be {_wanted(error)}"
    return Problem(line=place.line, what=what, seen=_seen(error, place), mend=_mend(error, place))


def key_problem(parent: Path, text: str, reading: str, line: int | None) -> Problem:
    """Return the problem of a key that is no text (a bare ``no`` or ``2026``) in the mapping `parent`."""
    return Problem(
        line=line,
        what=f"a key of `{path_text(parent)}` must be text" if parent else "a key must be text",
        seen=f"`{shown(text)}`, {'which is' if line is None else 'which YAML reads as'} {reading}",
        mend=f'quote it: "{shown(text)}"',
    )


def refuse(source: Source, problems: Sequence[Problem]) -> NoReturn:
    """Raise the error that tells all `problems` of `source`.

    Raises
    ------
    ConfigError
        In any case.
    """
    ordered = sorted(problems, key=lambda problem: problem.line or 0)
    first, more = ordered[0], len(ordered) - 1
    where = source.name if first.line is None else f"{source.name} line {first.line}"
    what, seen, mend = f"{where}: {first.what}", first.seen, first.mend
    if more:
        what += f" (and {more} more {'problem' if more == 1 else 'problems'})"
        seen = _listed(ordered, [f"{one.what}: {one.seen}" if one.seen else one.what for one in ordered])
        mend = _listed(ordered, [one.mend for one in ordered])
    raise ConfigError(what, seen=seen, mend=mend, state=STATE)


def _listed(problems: Sequence[Problem], texts: Sequence[str]) -> str:
    """Return one line a problem, with its line number, and how many there was no room for."""
    lines = [
        text if problem.line is None else f"line {problem.line}: {text}"
        for problem, text in zip(problems[:MAX_TOLD], texts, strict=False)
    ]
    rest = [f"and {len(problems) - MAX_TOLD} more"] if len(problems) > MAX_TOLD else []
    return INDENT.join(lines + rest)


def _unknown_key(path: Path, place: Place, keys: Keys) -> Problem:
    """Return the problem of a key that this level does not have: mistaken or misplaced."""
    key = str(path[-1])
    near = difflib.get_close_matches(key.lower(), keys.here, n=1, cutoff=NEAR)
    if key in keys.of_a_column:
        mend = f"it is a key of a column: columns: {{NAME: {{{key}: …}}}}"
    elif near:
        mend = f"did you mean `{near[0]}`?"
    else:
        mend = f"take it out: the keys here are {', '.join(keys.here)}"
    return Problem(line=place.line, what=f"unknown key `{path_text(path)}`", seen=None, mend=mend)


def _choices(error: ErrorDetails) -> list[str]:
    """Return the words that a value must be one of, if it must be one of some."""
    return re.findall(r"'([^']*)'", str(error.get("ctx", {}).get("expected", "")))


def _wanted(error: ErrorDetails) -> str:
    """Return what a broken rule asks for."""
    rule, context = error["type"], error.get("ctx", {})
    if rule == "literal_error":
        return str(context["expected"]).replace("'", "")
    if rule == "greater_than_equal":
        return f"at least {context['ge']:g}"
    if rule == "less_than_equal":
        return f"at most {context['le']}"
    return WANTED[rule]


def _seen(error: ErrorDetails, place: Place) -> str:
    """Return the value as written, and what it was taken for if that is what is wrong with it."""
    value, rule = error["input"], error["type"]
    if isinstance(value, list | tuple | Mapping) or (value is None and not place.text):
        return noun(value)
    text = f"`{shown(repr(value) if place.text is None else place.text)}`"
    if rule.endswith("_type") or (rule == "literal_error" and not isinstance(value, str)):
        return f"{text}, {'which is' if place.text is None else 'which YAML reads as'} {noun(value)}"
    return text


def _mend(error: ErrorDetails, place: Place) -> str:
    """Return what to write instead: the value itself in the right form where that can be told."""
    value, rule, wanted = error["input"], error["type"], _wanted(error)
    text = str(value) if place.text is None else place.text
    if value is None:
        return f"write {wanted}, or take the line out"
    if rule == "string_type" and not isinstance(value, list | tuple | Mapping):
        return f'quote it: "{shown(text)}"'
    if rule == "tuple_type" and isinstance(value, str):
        return f"write a list: [{shown(text)}]"
    number = _plain_number(value)
    if number is not None and (rule == "float_type" or (rule == "int_type" and "." not in number)):
        return f"write it as a plain number: {number}"
    near = difflib.get_close_matches(text.lower(), _choices(error), n=1, cutoff=NEAR)
    return f"did you mean `{near[0]}`?" if near else f"write {wanted}"


def _plain_number(value: object) -> str | None:
    """Return a number that came as text (``"1"``, ``5e-2``) or as 10000.0 in plain digits."""
    if not isinstance(value, str | float):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number.adjusted()) > MAX_DIGITS:
        return None
    return f"{number:.0f}" if number == number.to_integral_value() else f"{number:f}"
