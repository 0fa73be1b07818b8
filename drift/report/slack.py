"""The run in Slack's own markup, mrkdwn: for the text of a message or of a section.

It is short: a section holds 3,000 characters, and who reads a chat opens the report for more. Slack reads
three signs everywhere, even between backticks: ``&``, ``<`` and ``>``, by which a name could mention a
channel or become a link; each is written as Slack wants it. There is no escape for its other signs, so data's
own words stand between backticks, where these are not read, and a backtick in them is another sign that
looks like one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from drift.report.summary import counts_told, findings_of, rows_told
from drift.report.text import label, spans, uncommanded

if TYPE_CHECKING:
    from drift.judge.result import Finding
    from drift.record.record import Record

MAX_LENGTH: Final = 3_000  # characters of a section's text, by Slack's reference of blocks
MAX_FINDINGS: Final = 5  # that are told; more would not be read in a chat
MAX_FINDING_LENGTH: Final = 450  # characters of one: all of them and the rest stay within a section
MAX_NAME: Final = 60  # characters of what the dataset, the batch and the run are called
MORE: Final = 100  # characters for the count of what was left out, and for what is put between signs

_MARKS: Final = {"breach": ":red_circle:", "warning": ":large_yellow_circle:", "ok": ":large_green_circle:"}
_OTHER_MARK: Final = ":white_circle:"
_READ: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_LIKE: Final = {
    "`": "\N{MODIFIER LETTER GRAVE ACCENT}",
    "*": "\N{ASTERISK OPERATOR}",
    "_": "\N{MODIFIER LETTER LOW MACRON}",
    "~": "\N{TILDE OPERATOR}",
}
# An underscore within a word is never read.
_SIGN: Final = re.compile(r"[`*~]|(?<![^\W_])_|_(?![^\W_])")
_APART: Final = "\u200b"  # a zero-width space: no name, link or picture is seen there any more
_LINKED: Final = re.compile(r"(?<=[@#])|(?<=:)(?=[^\s\d])|(?<=\.)(?=[^\W\d_])|(?<=\b[Ww]{3})(?=\.)")


def render_slack(record: Record) -> str:
    """Return a run as mrkdwn, within what a section of a message holds."""
    mark = _MARKS.get(record.verdict, _OTHER_MARK)
    head = [
        f"{mark} *{record.verdict.upper()}* {_code(label(record.dataset)[:MAX_NAME])}: {counts_told(record)}",
        (
            f"Batch {_code(label(record.batch)[:MAX_NAME])}: {record.live.rows:,} live rows against"
            f" {rows_told(record.reference.rows, 'of training')}."
        ),
    ]
    end = f"Run {_code(label(record.run_id)[:MAX_NAME])}, drift {_text(label(record.drift_version))}"
    findings = findings_of(record)
    room = MAX_LENGTH - sum(map(len, [*head, end])) - MORE
    told: list[str] = []
    for one in findings[:MAX_FINDINGS]:
        line = f"• {_told(one)}"
        room -= len(line) + 1
        if room < 0:
            break
        told.append(line)
    left = len(findings) - len(told)
    more = [f"and {left:,} more finding{'' if left == 1 else 's'}"] if left else []
    return uncommanded("\n".join([*head, *told, *more, end])) + "\n"


def _told(finding: Finding) -> str:
    """Return a finding in its sentence, and what to do about it where there is room."""
    told = f"*{finding.verdict}* {_prose(finding.why, finding.column, MAX_FINDING_LENGTH)}"
    if finding.advice is None:
        return told
    room = MAX_FINDING_LENGTH - len(told)
    advice = _prose(finding.advice, finding.column, MAX_FINDING_LENGTH)
    return f"{told} → {advice}" if len(advice) <= room else told


def _prose(sentence: str, name: str | None, room: int) -> str:
    """Return a sentence of ours about data, whole parts of it within so many characters."""
    told = ""
    for part in spans(sentence, name):
        piece = _code(part.text) if part.code else _text(part.text)
        if len(told) + len(piece) >= room:
            return f"{told.rstrip()} …"
        told += piece
    return told


def _code(text: str) -> str:
    return f"`{_read(text.replace('`', _LIKE['`']))}`"


def _text(text: str) -> str:
    apart = _LINKED.split(text)
    return _APART.join(_read(_SIGN.sub(lambda sign: _LIKE[sign[0]], piece)) for piece in apart)


def _read(text: str) -> str:
    return "".join(_READ.get(character, character) for character in text)
