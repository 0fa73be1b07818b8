"""How often columns and batches are in alarm, and how often it is said what happened: as tables of text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from benchmarks.peers.tables import ALONE, FAULTS
from benchmarks.truth.counted import Counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from benchmarks.peers.answers import Answer
    from benchmarks.peers.questions import Question

SIGNS: Final = {one.name: re.compile(one.told, re.IGNORECASE) for one in (*FAULTS, *ALONE)}
NOTHING: Final = "not asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What a library says of one group of columns.

    Attributes
    ----------
    seen : Counted
        The columns in alarm, of all of them.
    named : int
        Of how many it says what happened; 0 where the group is no fault.
    """

    seen: Counted
    named: int


def groups(question: Question) -> list[str]:
    """Return the groups of columns of a question, in their order."""
    return list(dict.fromkeys(name for pair in question.pairs for name in pair.groups))


def given(answers: Sequence[Answer], number: int) -> list[Answer]:
    """Return those answers to a question that are no error."""
    return [one for one in answers if one.question == number and one.error is None]


def cell(question: Question, answers: Sequence[Answer], group: str) -> Cell:
    """Count the columns of a group over the answers to this question."""
    of = found = named = 0
    sign = SIGNS.get(group)
    for one in answers:
        for column in question.pairs[one.pair].groups.get(group, ()):
            said = one.columns.get(column)
            of += 1
            found += said is not None
            named += said is not None and sign is not None and bool(sign.search(said))
    return Cell(seen=Counted(of=of, found=found), named=named)


def short(one: Counted) -> str:
    """Return a share and its interval in percent, with a decimal below ten."""
    if not one.of:
        return NOTHING
    low, high = (100 * bound for bound in one.interval)
    return f"{_percent(100 * one.share)} % [{_percent(low)}, {_percent(high)}]"


def _percent(value: float) -> str:
    return f"{value:.1f}" if 0 < value < 10 else f"{value:.0f}"  # noqa: PLR2004 - as its caller says


def by_peer(number: int, question: Question, answers: Mapping[str, Sequence[Answer]]) -> Iterator[str]:
    """Yield a table with a line for each library: its share of each group in alarm, and of batches."""
    heads = groups(question)
    yield f"| {question.name} | batches | {' | '.join(heads)} | batches in alarm | errors |"
    yield "| --- |" + " ---: |" * (len(heads) + 3)
    for name, mine in answers.items():
        told, errors = given(mine, number), failed(mine, number)
        cells = [short(cell(question, told, head).seen) for head in heads]
        # Batches in which something was done on purpose are no false alarms.
        healthy = [one for one in told if set(question.pairs[one.pair].groups) & _unchanged(question)]
        alarms = short(Counted(of=len(healthy), found=sum(one.batch for one in healthy)))
        yield f"| {name} | {len(told)} | {' | '.join(cells)} | {alarms} | {errors} |"


def _unchanged(question: Question) -> set[str]:
    """Return the groups of the first pair: in each question by library its batch is an unchanged one."""
    return set(question.pairs[0].groups)


def failed(answers: Sequence[Answer], number: int) -> int:
    """Return of how many pairs of a question the library ended with an error."""
    return sum(one.question == number and one.error is not None for one in answers)


def by_group(number: int, question: Question, answers: Mapping[str, Sequence[Answer]]) -> Iterator[str]:
    """Yield a table with a line for each group: the share of it that each library has in alarm."""
    yield f"| {question.name} | {' | '.join(answers)} |"
    yield "| --- |" + " ---: |" * len(answers)
    told = {name: given(mine, number) for name, mine in answers.items()}
    yield f"| batches | {' | '.join(str(len(each)) for each in told.values())} |"
    for group in groups(question):
        cells = [_seen(question, each, group, answers[name], number) for name, each in told.items()]
        yield f"| {group} | {' | '.join(cells)} |"


def _seen(
    question: Question, told: Sequence[Answer], group: str, answers: Sequence[Answer], number: int
) -> str:
    """Return the share in alarm, and, of a fault, in how many of these it is said what happened."""
    if not told:
        return "error" if failed(answers, number) else NOTHING
    one = cell(question, told, group)
    mark = f", says what in {one.named}" if one.named else ""
    batches = sum(group in question.pairs[each.pair].groups for each in told)
    share = f"{one.seen.found} of {one.seen.of}" if batches == 1 else short(one.seen)
    return f"{share}{mark}"


def errors(answers: Mapping[str, Sequence[Answer]]) -> Iterator[str]:
    """Yield what each library ended with, and how often."""
    for name, mine in answers.items():
        said = [one.error for one in mine if one.error is not None]
        for error in dict.fromkeys(said):
            yield f"- {name}, {said.count(error)} times: {error}"
