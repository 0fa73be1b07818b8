"""Names and comments as YAML holds them, whatever characters they have: for those who write a config."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

# Words that one version of YAML or another takes for something else than text.
OTHER_THAN_TEXT: Final = frozenset(
    ["null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf"]
)
LONGEST_KEY: Final = 1000  # characters: YAML reads a longer key only if it is announced
LONGEST_COMMENT: Final = 300  # characters that come from data may be as many as they like

_PLAIN: Final = re.compile(r"[^\W\d_](?:[\w .\-]*\w)?")
_PATTERN_SIGNS: Final = re.compile(r"[*?\[]")
_LAST_OF_TWO_BYTES: Final = 0xFFFF


def scalar(text: str) -> str:
    r"""Return a text as a YAML scalar that every reader takes for this very text.

    Examples
    --------
    >>> print(scalar("trip duration"), scalar("no"), scalar("a: b\n"), scalar("7"))
    trip duration "no" "a: b\n" "7"
    """
    if _PLAIN.fullmatch(text) and text.casefold() not in OTHER_THAN_TEXT and text.isprintable():
        return text
    return f'"{"".join(_escaped(character) for character in text)}"'


def column_key(name: str) -> str:
    """Return what names this very column under `columns`: signs of a pattern stand for themselves.

    Examples
    --------
    >>> column_key("amount_*"), column_key("wait")
    ('"amount_[*]"', 'wait')
    """
    return scalar(_PATTERN_SIGNS.sub(lambda sign: f"[{sign[0]}]", name))


def comment(text: str) -> str:
    r"""Return a comment of one line, without characters that would end it or that YAML refuses.

    Examples
    --------
    >>> print(comment("the name says\nkey: evil"))
    # the name says·key: evil
    """
    line = "".join(character if character.isprintable() else "·" for character in text)
    return f"# {line if len(line) <= LONGEST_COMMENT else line[:LONGEST_COMMENT] + '…'}"


def entry(key: str, value: str) -> str:
    """Return a key, as `scalar` gives it, and its value in a line; a very long key is announced."""
    return f"? {key}\n  : {value}" if len(key) > LONGEST_KEY else f"{key}: {value}"


def flow(value: object) -> str:
    """Return a value that JSON has in a line of YAML that every reader takes for this very value.

    Examples
    --------
    >>> print(flow({"factor": 1e-05, "levels": ["no", "é"], "whole": True, "7": None}))
    {factor: 1.0e-05, levels: ["no", é], whole: true, "7": null}
    """
    match value:
        case None | bool():
            return {None: "null", True: "true", False: "false"}[value]
        case Mapping():
            return f"{{{', '.join(_pair(scalar(str(key)), flow(one)) for key, one in value.items())}}}"
        case list() | tuple():
            return f"[{', '.join(flow(one) for one in value)}]"
        case float():
            digits, sign, power = repr(value).partition("e")
            return f"{digits if '.' in digits or not sign else f'{digits}.0'}{sign}{power}"
        case _:
            return str(value) if isinstance(value, int) else scalar(str(value))


def _pair(key: str, value: str) -> str:
    """Return a key and its value between braces; a very long key is announced."""
    return f"? {key} : {value}" if len(key) > LONGEST_KEY else f"{key}: {value}"


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if character == "\n":
        return "\\n"
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\U{code:08X}" if code > _LAST_OF_TWO_BYTES else f"\\u{code:04X}"
