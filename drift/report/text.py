"""Names and values of the data as a report may show them: visible and short.

Escaping is for each form to do, by its own grammar. What is left is what escaping does not touch:
characters that hide, reorder or break lines, and names as long as books.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

LONGEST_NAME: Final = 120  # characters; of a longer one the start and the end are shown
LONGEST_PROSE: Final = 1_200  # of what stands between names in a sentence
_END: Final = 30
_SLACK: Final = 24  # characters that telling the length takes: what is not longer is shown whole

_PLAIN_NAME: Final = re.compile(r"[A-Za-z0-9_.-]{1,80}", re.ASCII)
# What the page calls its own parts: a column of such a name has a hash for its id.
OWN_IDS: Final = ("findings", "columns", "quality", "batch", "segments", "relations", "decided", "top")
_OWN_ID: Final = re.compile(rf"({'|'.join(OWN_IDS)}|finding-.*|row-.*|column-.*)(-title)?", re.ASCII)
_QUOTED: Final = re.compile(r"`([^`]*)`")
_ID_DIGITS: Final = 16
_COMMAND: Final = re.compile(r"^(\s*)::", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A part of a sentence; `code` where it is a name or value of the data."""

    text: str
    code: bool


def visible(text: str) -> str:
    r"""Return text in which no character hides: what does not print is written as Python writes it.

    These are controls, joiners, marks that turn the direction, unusual spaces and lone surrogates,
    which no file in UTF-8 can hold.

    Examples
    --------
    >>> visible("a\x00b\u202ec")
    'a\\x00b\\u202ec'
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def shortened(text: str, most: int = LONGEST_NAME) -> str:
    """Return text as it is, or its start and end and how long it is."""
    if len(text) <= most + _SLACK:
        return text
    return f"{text[: most - _END]}…{text[-_END:]} ({len(text):,} characters)"


def label(name: str) -> str:
    """Return a name of the data, fit to be read.

    Examples
    --------
    >>> label("city"), label(""), label("  ")
    ('city', '(empty name)', '(2 spaces)')
    """
    if not name.strip(" "):
        return f"({len(name)} space{'s' if len(name) > 1 else ''})" if name else "(empty name)"
    return visible(shortened(name))


def cell(value: object) -> str:
    """Return a value of a row, fit to be read: nothing for a null.

    Examples
    --------
    >>> cell(0.1), cell(None), cell(True), cell("Porto")
    ('0.1', '', 'true', 'Porto')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return visible(shortened(f"{value:.15g}" if isinstance(value, float) else str(value)))


def anchor(name: str) -> str:
    """Return the page's id of a column: its name, or a hash of a name that would not do in an address.

    Examples
    --------
    >>> anchor("trip_duration")
    'trip_duration'
    >>> anchor("<b>")
    'column-507ca5a2742e5330'
    """
    if _PLAIN_NAME.fullmatch(name) and not _OWN_ID.fullmatch(name):
        return name
    import hashlib  # noqa: PLC0415 - help shows no column, and need not wait for OpenSSL

    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
    return f"column-{digest[:_ID_DIGITS]}"


def spans(sentence: str, name: str | None = None) -> tuple[Span, ...]:
    """Return a sentence in parts: what stands in backticks is data's own, and so is the column's name."""
    parts: list[Span] = []
    pieces = [sentence] if name is None else sentence.split(f"`{name}`")
    for place, piece in enumerate(pieces):
        if place and name is not None:
            parts.append(Span(text=label(name), code=True))
        for turn, text in enumerate(_QUOTED.split(piece)):
            if turn % 2:
                parts.append(Span(text=label(text), code=True))
            elif text:
                parts.append(Span(text=visible(shortened(text, LONGEST_PROSE)), code=False))
    return tuple(parts)


def unmarked(sentence: str, name: str | None = None) -> str:
    """Return a sentence for where nothing is read as markup: data's own words stay between backticks.

    Examples
    --------
    >>> unmarked("All rows of `a b` moved.", "a b")
    'All rows of `a b` moved.'
    """
    return "".join(f"`{part.text}`" if part.code else part.text for part in spans(sentence, name))


def uncommanded(text: str) -> str:
    r"""Return text of which GitHub Actions obeys nothing: it reads all that a step prints for commands.

    It takes a line that begins with two colons for one, and ``##[`` wherever it stands.

    Examples
    --------
    >>> uncommanded("::stop-commands::x\na::b ##[add-mask]y")
    ':·:stop-commands::x\na::b #·#[add-mask]y'
    """
    return _COMMAND.sub(r"\1:·:", text).replace("##[", "#·#[")
