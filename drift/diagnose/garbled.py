"""Garbled texts: letters that an encoding lost, UTF-8 that was read as another, escapes that stayed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.compare.garbled import MARKS, counted
from drift.diagnose.diagnosis import Diagnosis
from drift.profile.patterns import kept_texts

if TYPE_CHECKING:
    from drift.compare.garbled import Mark
    from drift.compare.statistic import Measurement
    from drift.profile.column import ColumnProfile

SHOWN = 24  # characters of the example, around the mark
LOST = {"replacement", "question mark"}  # marks of letters that nobody can bring back
AS_IT_WAS = "text without it"


def diagnose_garbled(before: ColumnProfile, now: ColumnProfile, measured: Measurement) -> Diagnosis | None:
    """Return the mark of damage that was measured, which the texts have now or have no more."""
    mine, theirs = kept_texts(before.text), kept_texts(now.text)
    shares = ((mark, _shares(counted(mark, mine, theirs))) for mark in MARKS)
    mark = next((mark for mark, both in shares if both == (measured.reference, measured.live)), None)
    if mark is None or measured.reference is None or measured.live is None:
        return None
    was, is_ = measured.reference, measured.live
    came = is_ > was
    example = _example(mark, theirs if came else mine)
    return Diagnosis(
        fault="format_change",
        story=f"has {mark.words} in {is_:.2%} of its texts, and in {was:.2%} of training's: `{example}`",
        advice=_advice(mark, came=came),
        parameters={"from": AS_IT_WAS if came else mark.words, "to": mark.words if came else AS_IT_WAS},
        share=round(is_ if came else 1 - is_, 6),
        proven=True,
    )


def _shares(counts: tuple[int, int, int, int]) -> tuple[float, float]:
    a, n, b, m = counts
    return a / n, b / m


def _example(mark: Mark, texts: list[str]) -> str:
    """Return what stands around the first mark, of the text in which it stands first in the alphabet."""
    text, found = next((text, found) for text in sorted(texts) if (found := mark.found.search(text)))
    start = max(0, found.start() - SHOWN // 2)
    return text[start : start + SHOWN].strip()


def _advice(mark: Mark, *, came: bool) -> str:
    if not came:
        return "Ask the producer what was mended: training has texts that no longer come, so fit again."
    if mark.name in LOST:
        return (
            "Ask the producer which step writes another encoding than the next one reads: letters are lost."
        )
    if mark.name == "encoding":
        return "Ask the producer which step reads UTF-8 as another encoding."
    return "Ask the producer which step writes texts in a way that nobody takes back."
