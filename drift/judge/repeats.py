"""Whether keys, or whole rows, repeat more than training has it, at the batch's number of rows.

A key that never repeats in training is a key: any repeat is a fault, whatever chance says. Else two
things must hold. Chance does not explain it: of the keys that repeat within one of the two tables, as
many stand in the batch only with a probability below the level. And it is of consequence: the share
of repeated keys is above training's, by more than the tolerance.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from drift.diagnose.duplicates import diagnose_duplicates, repeats_of
from drift.judge.checks import CHECK_OF, REPEATED
from drift.judge.judge import batch_level
from drift.judge.result import Finding
from drift.profile.repeats import up_to

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drift.config import Config
    from drift.diagnose.duplicates import Repeats
    from drift.judge.court import Court
    from drift.judge.result import ColumnResult, Verdict
    from drift.profile.distinct import Distinct
    from drift.profile.table import Profile

CHECK: Final = "duplicates"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldRepeats:
    """The finding of a batch's repeats, None where there is none, and the results beside it."""

    finding: Finding | None
    columns: tuple[ColumnResult, ...]


def tell_repeats(columns: tuple[ColumnResult, ...], court: Court) -> ToldRepeats:
    """Return the finding of a batch's repeats, and the results of columns, of which copies alone break none.

    Repeats of keys cannot be told where a column of theirs was left out. Nor can those of whole rows, or
    where a column is in breach for another reason than copies and may explain them: rows become alike where
    a column loses its values, and that is the column's fault.
    """
    reference, live, config = court.reference, court.live, court.config
    untold = ToldRepeats(finding=None, columns=columns)
    if live.left_out if not config.key else live.left_out.intersection(config.key):
        return untold
    level = batch_level(reference, live, config)
    finding = repeats_finding(reference.profile, live.profile, config, level, aside=live.aside)
    if finding is None or finding.verdict != "breach":
        return replace(untold, finding=finding)
    from drift.judge.copies import columns_explain, without_copies  # noqa: PLC0415 - only where rows repeat

    repeated = repeats_of(live.profile.repeats).repeated

    def explained(results: Iterable[ColumnResult]) -> bool:
        broken = [column.name for column in results if _breaks_rows(column)]
        return bool(broken) and not config.key and columns_explain(repeated, broken, court, level)

    # Columns that the batch lacks are in breach whatever is a copy; more columns explain no less.
    if explained(column for column in columns if column.live_name not in live.profile.columns):
        return untold
    of_copies = without_copies(columns, court)
    if explained(of_copies):
        return untold
    return ToldRepeats(finding=finding, columns=of_copies)


def repeats_finding(
    reference: Profile, live: Profile, config: Config, level: float, *, aside: tuple[str, ...] = ()
) -> Finding | None:
    """Return the finding of keys, or of whole rows without a key, that repeat; None where they are as before.

    `level` is the error probability that it may use, and `aside` are columns that rows were not counted by.
    """
    if live.rows == 0:
        return None
    if config.key and not live.repeats.hashes.size:
        names = ", ".join(f"`{name}`" for name in config.key)
        return _finding("warning", f"No row has a key ({names}), so repeats cannot be told.")
    before, now = repeats_of(reference.repeats), repeats_of(live.repeats)
    if not now.repeated:
        return None
    if not (config.key and not before.repeated) and not _more(reference, live, level):
        return None
    diagnosis = diagnose_duplicates(before, now, config.key, aside)
    return Finding(
        check=CHECK,
        verdict="breach",
        column=None,
        statistic=None,
        why=f"The batch {diagnosis.story}.",
        diagnosis=diagnosis,
    )


def _breaks_rows(column: ColumnResult) -> bool:
    """Return whether a column is in breach by more than that its values repeat."""
    return any(one.verdict == "breach" and one.statistic != REPEATED for one in column.findings)


def _finding(verdict: Verdict, why: str) -> Finding:
    return Finding(check=CHECK, verdict=verdict, column=None, statistic=None, why=why, diagnosis=None)


def _more(reference: Profile, live: Profile, level: float) -> bool:
    """Return whether more keys repeat than chance and tolerance explain.

    Both tables are looked at through the same window of hashes, so that both samples have one rate.
    """
    from scipy.special import bdtrc  # noqa: PLC0415 - only where something repeats

    before, now = _same_window(reference.repeats, live.repeats)
    if not now.repeated:
        return False
    n, m = reference.rows, live.rows
    # A copy stands anywhere, or right beside its first: what favours the batch more is assumed.
    in_batch = max(m / (n + m), m**2 / (n**2 + m**2))
    by_chance = float(bdtrc(now.repeated - 1, before.repeated + now.repeated, in_batch))
    if by_chance > level:
        return False
    if not before.repeated:
        return True
    # With more rows more keys repeat, at most in proportion; with fewer, no more than before.
    expected = min(1.0, before.share * max(1.0, m / n)) + CHECK_OF[REPEATED].floor
    return expected < 1 and float(bdtrc(now.repeated - 1, now.keys, expected)) <= level


def _same_window(before: Distinct, now: Distinct) -> tuple[Repeats, Repeats]:
    ends = [end for end in (before.threshold, now.threshold) if end is not None]
    end = min(ends, default=None)
    return repeats_of(up_to(before, end)), repeats_of(up_to(now, end))
