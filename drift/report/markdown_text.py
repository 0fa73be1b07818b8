"""Data's own words in Markdown: shown as they are, and never read as markup, HTML, a link or a mention.

Two forms. What holds no sign of Markdown's or HTML's grammar goes between backticks, where nothing is
read. Everything else has its signs written as character references, which CommonMark reads as text
alone (section 2.5), and a zero-width space in what sites turn into links and mentions after that.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from drift.report.text import label, spans

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drift.report.text import Span

_ACTIONS: Final = "##["  # a command to GitHub Actions, should a step print it
# Not between backticks: they end it, or a table's cell; Slack reads <, > and & even there.
_NOT_CODE: Final = frozenset("`|\\<>&")
# An underscore within a word is never read.
_SIGNS: Final = re.compile(r"[&<>|\\`*~\[\]!$]|(?<![^\W_])_|_(?![^\W_])")
_NAMED: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}  # the three that Slack knows, too
_APART: Final = "\u200b"  # a zero-width space: sites no longer see a name, a number or an address there
# @name, #12, http://, mailto:a, :smile:, www. and a.b: what sites turn into links and pictures on their own.
_LINKED: Final = re.compile(r"(?<=[@#])|(?<=:)(?=[^\s\d])|(?<=\.)(?=[^\W\d_])|(?<=\b[Ww]{3})(?=\.)")


def code(name: str) -> str:
    """Return a name of the data.

    Examples
    --------
    >>> code("trip_duration"), code("<b>")
    ('`trip_duration`', '&lt;b&gt;')
    """
    return _code(label(name))


def prose(sentence: str, name: str | None = None) -> str:
    """Return a sentence of ours about data; `name` is the column that it is about.

    Examples
    --------
    >>> prose("All rows of `a|b` look multiplied. See `x`, not *.", "a|b")
    'All rows of a&#124;b look multiplied. See `x`, not &#42;.'
    """
    return _joined(spans(sentence, name))


def _joined(parts: Iterable[Span]) -> str:
    return "".join(_code(part.text) if part.code else _text(part.text) for part in parts)


def _code(text: str) -> str:
    if not text or _NOT_CODE.intersection(text) or _ACTIONS in text:
        return _text(text)
    # CommonMark takes one space off each end where both have one and there is more than spaces.
    padded = f" {text} " if text.startswith(" ") and text.endswith(" ") and text.strip() else text
    return f"`{padded}`"


def _text(text: str) -> str:
    apart = _LINKED.split(text)
    return _APART.join(_SIGNS.sub(_reference, piece) for piece in apart)


def _reference(sign: re.Match[str]) -> str:
    """Return a sign as a character reference, which is text wherever it stands."""
    return _NAMED.get(sign[0], f"&#{ord(sign[0])};")
