"""Format changes: identifiers, codes and dates as text that are built in another way than before.

What counts is how a text is built (`drift.profile.patterns`), never what it says. New forms are
compared with those of training by the rule of unseen levels; where lengths or patterns moved and the
forms that most texts have are others, that is told as well.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from drift.compare.patterns import LEAST_TEXTS, framed, has_one_length, written_freely
from drift.diagnose.diagnosis import Diagnosis
from drift.diagnose.written_forms import MOST, common_form, running, written_form
from drift.profile.patterns import pattern

if TYPE_CHECKING:
    from drift.profile.column import ColumnProfile

ALIKE = 0.8  # of the levels of a category are built in one way, for its names to be codes
LOOKED_AT = 1024  # texts: as many as a sketch has, and what a share is known from within a point
FEW_SENTENCES = 0.05  # of texts that are written freely may be built as none was: "I!" is no other form
MOSTLY_NEW = 0.9  # of such texts are built as none was, for that to tell of them all
LEAST_WRITTEN = 5  # levels that came, for their form to be what changed


def diagnose_format(reference: ColumnProfile, live: ColumnProfile, *, least: int = 0) -> Diagnosis | None:
    """Return from which form to which texts changed; None where their forms are as they were.

    With fewer than `least` texts in a new form nothing is told: a level or two that came are levels.
    """
    before, now = _texts(reference), _texts(live)
    if not before or not now:
        return None
    new = texts_of_new_forms(reference, live)
    if len(new) < least:
        return None
    if new:
        share = sum(new.values()) / sum(now.values())
        few = share < MOSTLY_NEW and common_form(list(new)) is None
        if few and written_freely(Counter(framed(text, of_length=False) for text in before)):
            return None  # some of such texts always are built in a way of their own
        told, to = written_form(list(before)), written_form(list(new))
    else:
        # Only what most texts have on both sides is a form: of other reviews of another week none is.
        had, has = common_form(list(before)), common_form(list(now))
        if had is None or has is None:
            return None
        told, to, share = had, has, None
    if told == to and share is not None:  # an address in capitals is one still
        told, to = (Counter(map(pattern, texts)).most_common(1)[0][0] for texts in (before, new))
    if told == to:
        return None
    return _diagnosis(told, to, share)


@lru_cache(maxsize=1)  # asked again for the rows that show it
def texts_of_new_forms(reference: ColumnProfile, live: ColumnProfile) -> dict[str, int]:
    """Return those of the batch's kept texts that are built as none of training's is, with their rows.

    Where training has texts of more and of fewer words that are built alike, how many there are is no form.
    """
    of_length = has_one_length(reference.text)
    before, now = _texts(reference), _texts(live)
    frames = [framed(text, of_length=of_length) for text in before]
    known, built = set(frames), [] if of_length else [running(text) for text in before]
    sentences = set() if of_length else _of_any_length(built, frames)
    new = {
        text: rows
        for text, rows in now.items()
        if framed(text, of_length=of_length) not in known and not (sentences and running(text) in sentences)
    }
    in_sentences = sum(one in sentences for one in built) > MOST * len(before)
    return {} if in_sentences and len(new) < FEW_SENTENCES * len(now) else new


def _of_any_length(built: list[str], frames: list[str]) -> set[str]:
    """Return how those texts are built that come with more and with fewer words."""
    frames_of = Counter(one for one, _ in set(zip(built, frames, strict=True)))
    return {one for one, many in frames_of.items() if many > 1}


def diagnose_codes(reference: ColumnProfile, live: ColumnProfile) -> Diagnosis | None:
    """Return the same of a category whose levels are codes: many, and built alike."""
    if not reference.family == live.family == "text":
        return None
    before = _texts(reference)
    if len(before) < LEAST_TEXTS:
        return None
    frames = Counter(framed(text, of_length=False) for text in before)
    if max(frames.values()) < ALIKE * len(before):
        return None
    return diagnose_format(reference, live, least=LEAST_WRITTEN)


def _texts(column: ColumnProfile) -> dict[str, int]:
    """Return the texts whose names are kept, with their rows: a thousand of them, none empty."""
    counts, kept = column.cells, column.text.distinct
    keys, rows = (counts.keys, counts.counts) if counts.exact else (kept.hashes, kept.counts)
    names = column.text.names
    # The keys are hashes in order, so the first are a sample of the distinct texts like any other.
    first = zip(keys[:LOOKED_AT].tolist(), rows[:LOOKED_AT].tolist(), strict=True)
    found = {names.get(key, ""): count for key, count in first}
    return {text: count for text, count in found.items() if text}


def _diagnosis(before: str, to: str, share: float | None) -> Diagnosis:
    part = None if share is None else round(share, 6)
    which = "most values are" if share is None else "all values are" if share == 1 else f"{share:.1%} are"
    return Diagnosis(
        fault="format_change",
        story=f"is written in another form: {which} `{to}` where training had `{before}`",
        advice=f"Ask the producer for `{before}` again: what joins by this column finds nothing now.",
        parameters={"from": before, "to": to},
        share=part,
        proven=share is not None,
    )
