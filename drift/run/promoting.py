"""Promote: live data in order, or with accepted breaches, becomes part of the next reference."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from drift.errors import FileIncompatibleError, ProfilesIncompatibleError, UsageError
from drift.judge.learned_relations import learn_lesson
from drift.judge.promoted import with_batch
from drift.judge.promotion import Expected, PromotedBatch, Promotion
from drift.judge.reference import Reference as LearnedReference
from drift.judge.reference_file import load_reference
from drift.judge.table import JudgedTable
from drift.judge.tolerance import FOREMOST
from drift.judge.waivers import waive
from drift.profile.store import content_digest
from drift.record.record import Record
from drift.record.run_file import load_run, of_few_rows
from drift.run.accepting import user
from drift.run.decisions import decisions_for
from drift.run.kept import Reference, as_public
from drift.run.settings import require_rows_for_weight, settings_of
from drift.run.trending import run_files

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

    from drift.config import Acceptance, AcceptedLike, Config
    from drift.judge.result import Finding
    from drift.run.settings import ConfigLike

NOTHING_PROMOTED: Final = "nothing was promoted"
NOT_OF_VALUES: Final = ("missing_column", "renamed_column", "swapped_columns")  # no column could take them in
_NAMED: Final = 5  # findings, in a message


def promote(
    runs: object,
    reference: LearnedReference | str | PathLike[str],
    *,
    reason: str | None = None,
    by: str | None = None,
    config: ConfigLike | None = None,
    accepted: AcceptedLike | None = None,
    promoted_at: datetime | None = None,
) -> Reference:
    """Add the batches of runs to what a reference has learned, without the data of either.

    Parameters
    ----------
    runs : Run, path, glob or folder, or several
        Checks against this reference, or one that it was promoted from. None may be in breach, but for
        what was accepted.
    reference : Reference or path
        What they are added to. It stays as it is.
    reason : str, optional
        Why, to be kept.
    by : str, optional
        Who does it; the user that runs this, if not given.
    config : Config, mapping or path, optional
        As in `check`; the new reference goes by it.
    accepted : Accepted, sequence of Acceptance or path, optional
        What people `accept`, in place of the file that the config names.
    promoted_at : datetime, optional
        The time to note; now, if not given.

    Returns
    -------
    Reference
        Its counts are those of training and of the batches. Each batch is a piece that the tolerances learn
        from, and is within them. `promotions` tells what was added.

    Raises
    ------
    UsageError
        If a run is in breach, has no rows or other columns, or is in the reference already.
    ProfilesIncompatibleError
        If a run was checked against another reference, or is of another dataset.
    DriftError
        If a file or the config cannot be read.

    Examples
    --------
    >>> import drift
    >>> import polars as pl
    >>> train = pl.DataFrame({"city": ["Porto", "Braga"] * 500})
    >>> reference = drift.fit(train)
    >>> later = pl.DataFrame({"city": ["Porto", "Braga", "Faro"] * 300})
    >>> run = drift.check(later, reference)
    >>> decisions = drift.accept(run, column="city", until="2099-12-31", reason="Faro opened", file=None)
    >>> grown = drift.promote(run, reference, accepted=decisions, by="Ana")
    >>> run.verdict, drift.check(later, grown).verdict, grown.profile.rows
    ('breach', 'warning', 1900)
    """
    if not isinstance(reference, LearnedReference):
        reference = load_reference(str(reference))
    settings = settings_of(reference, config)
    require_rows_for_weight(settings, NOTHING_PROMOTED)
    _require_learnable(reference)
    decisions = decisions_for(settings, accepted)
    named = sorted(_runs(runs), key=lambda one: (one[1].as_of, one[1].run_id))
    if not named:
        raise UsageError(
            "no runs to promote", mend="name what `drift check --save` wrote", state=NOTHING_PROMOTED
        )
    seen = _Seen(reference)
    batches = []
    grown = replace(reference, config=settings, path=None)
    for name, run in named:
        _require_same_data(name, run, reference, settings)
        expected = _expected(name, run, decisions)
        seen.add(name, run)
        live = of_few_rows(run.live_profile)  # as a saved run keeps it, so that it makes no difference which
        grown = with_batch(grown, live)
        batches.append(
            PromotedBatch(
                run_id=run.run_id,
                batch=run.batch,
                as_of=run.as_of,
                rows=run.live.rows,
                digest=run.live.digest,
                sources=run.live.sources,
                accepted=expected,
            )
        )
    made = Promotion(
        at=promoted_at or datetime.now(UTC),
        by=(by or "").strip() or user(),
        reason=(reason or "").strip() or None,
        digest=reference.digest,
        rows=reference.profile.rows,
        batches=tuple(batches),
    )
    return as_public(
        replace(
            grown,
            created_at=made.at,
            digest=content_digest(grown.profile),
            lesson=learn_lesson(grown),
            promotions=(*reference.promotions, made),
        )
    )


class _Seen:
    """The batches that a reference has taken in, by which one that comes again is refused."""

    def __init__(self, reference: LearnedReference) -> None:
        promoted = [batch for made in reference.promotions for batch in made.batches]
        self.digests = {batch.digest: f"run {batch.run_id} of the reference" for batch in promoted}
        self.shards = dict.fromkeys(reference.profile.shards, "the reference")

    def add(self, name: str, run: Record) -> None:
        """Take in a run, or refuse its rows, which would count twice."""
        shards = [self.shards[one] for one in run.live_profile.shards if one in self.shards]
        where = self.digests.get(run.live.digest) or next(iter(shards), None)
        if where is not None:
            raise UsageError(
                f"{name}: its rows are in {where} already, and would count twice",
                seen=f"the batch {run.batch} of {', '.join(run.live.sources)}",
                mend="leave it out",
                state=NOTHING_PROMOTED,
            )
        self.digests[run.live.digest] = name
        self.shards |= dict.fromkeys(run.live_profile.shards, name)


def _runs(given: object) -> list[tuple[str, Record]]:
    """Return the runs that are given, or named, each with what messages call it."""
    if isinstance(given, Record):
        return [(f"run {given.run_id}", given)]
    if isinstance(given, str | os.PathLike):
        return [(str(path), load_run(path)) for path in run_files(given)]
    if isinstance(given, list | tuple | set | frozenset) or hasattr(given, "__iter__"):
        return [run for one in given for run in _runs(one)]
    raise UsageError(
        f"{type(given).__name__}: no run",
        mend="give what `drift.check` returns, or the paths of saved runs",
        state=NOTHING_PROMOTED,
    )


def _require_learnable(reference: LearnedReference) -> None:
    """Refuse a reference that cannot learn on: one with segments, or without what that needs."""
    if reference.profile.segments:
        raise UsageError(
            f"{reference.path or 'the reference'}: one with segments cannot take batches in yet",
            seen=", ".join(reference.profile.segments),
            mend="fit anew, on training data that holds the batches",
            state=NOTHING_PROMOTED,
        )
    if any(
        one.mean is None and one.statistic != FOREMOST
        for learned in reference.tolerances.values()
        for one in learned
    ):
        raise FileIncompatibleError(
            f"{reference.path or 'the reference'}: fitted by a drift that did not keep what promoting needs",
            mend="fit it again with this version",
            state=NOTHING_PROMOTED,
        )


def _require_same_data(name: str, run: Record, reference: LearnedReference, settings: Config) -> None:
    """Refuse a run of other data, or one that was checked against something else."""
    known = [reference.digest, *(one.digest for one in reference.promotions)]
    if run.reference.digest not in known:
        raise ProfilesIncompatibleError(
            f"{name}: checked against another reference",
            seen=f"{run.reference.path or 'one in memory'}, {run.reference.digest}",
            mend="check the batch against this reference, and promote that run",
            state=NOTHING_PROMOTED,
        )
    if run.dataset != settings.dataset:
        raise ProfilesIncompatibleError(
            f"{name}: a run of the dataset `{run.dataset}`, and the reference is of `{settings.dataset}`",
            mend="name runs of one dataset",
            state=NOTHING_PROMOTED,
        )
    if not run.live.rows:
        raise UsageError(f"{name}: the batch has no rows to add", mend="leave it out", state=NOTHING_PROMOTED)


def _expected(name: str, run: Record, decisions: Sequence[Acceptance]) -> tuple[Expected, ...]:
    """Return what was accepted of a run; one with a breach that nobody accepted is refused.

    Decisions hold by the day that the batch stands for, as when it is checked.
    """
    day = run.as_of.astimezone(UTC).date()
    told = waive(
        JudgedTable(columns=run.columns, findings=run.findings), decisions, dataset=run.dataset, day=day
    )
    of_batch = [one for one in told.findings if one.column is None]
    found = [*(one for column in told.columns for one in column.findings), *of_batch]
    left = [one for one in found if one.verdict == "breach"]
    if left:
        more = f" and {len(left) - _NAMED:,} more" if len(left) > _NAMED else ""
        raise UsageError(
            f"{name}: in breach, so it does not become part of a reference",
            seen=", ".join(_called(one) for one in left[:_NAMED]) + more,
            mend=f"`drift accept {name}` what is expected, or leave the run out",
            state=NOTHING_PROMOTED,
        )
    faults = [one for one in found if _is_of_schema(one, run)]
    if faults:
        raise UsageError(
            f"{name}: a reference has the columns of its training, and these are others",
            seen=", ".join(_called(one) for one in faults[:_NAMED]),
            mend="fit anew, on data that has the columns as they are now",
            state=NOTHING_PROMOTED,
        )
    return tuple(
        Expected(
            column=one.column,
            check=one.check,
            fault=one.diagnosis.fault if one.diagnosis else None,
            by=one.accepted.by,
            reason=one.accepted.reason,
            until=one.accepted.until,
        )
        for one in found
        if one.accepted is not None
    )


def _is_of_schema(finding: Finding, run: Record) -> bool:
    """Return whether a column is another than training's, so that its values do not add up with those."""
    if finding.diagnosis is None:
        return False
    live = run.live_profile.columns.get(finding.column or "")
    unread = finding.diagnosis.fault == "type_change" and live is not None and not live.valid
    return unread or finding.diagnosis.fault in NOT_OF_VALUES


def _called(finding: Finding) -> str:
    what = finding.diagnosis.fault if finding.diagnosis else finding.check
    return f"{finding.column or 'the batch'}: {what}"
