"""The reference: what training data teaches, once, so that it is never needed again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from drift.judge.tolerance import Tolerance, learn_tolerances, with_past
from drift.profile.compared import for_comparing
from drift.profile.kind import Kind, infer_kind
from drift.profile.segments import largest_levels
from drift.profile.weights import reweighted

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from drift.config import Config
    from drift.judge.lesson import Lesson
    from drift.judge.past_movement import PastBatch
    from drift.judge.promotion import Promotion
    from drift.profile.table import Profile
    from drift.profile.weights import Weighted
    from drift.sources.schema import Contract


MAX_SEGMENTS: Final = 50  # levels of a segment column that are judged apart: each has its part of the budget
MIN_SEGMENT_ROWS: Final = 100  # of training: with fewer, hardly a change of a level could be told

_AS_THEY_STAND = {"identifier", "time"}  # not compared as distributions, so weights tell nothing of them


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reference:
    """What live data is compared with.

    Attributes
    ----------
    profile : Profile
        The training data's profile, without its pieces: `tolerances` hold what they taught.
    contract : Contract
        The columns and their types, in the order of the training data.
    kinds : dict of str to Kind
        What each column is, and why.
    tolerances : dict of str to tuple of Tolerance
        How far each column moves by itself.
    config : Config
        The config it was fitted with.
    created_at : datetime
        When, in UTC.
    digest : str
        ``sha256:…`` of the profile's content.
    ignored : dict of str to str
        The physical types of the columns that the config ignores.
    left_out : tuple of str
        The columns that training had and that were not asked for when it was fitted.
    window : str or None
        Of which rows of the training data it was learned, in words, where a window chose them.
    promotions : tuple of Promotion
        What was added to training since, the first promotion first.
    lesson : Lesson or None
        What the profile's sample taught of relations; None where that has to be worked out.
    path : str or None
        The file it was read from.
    """

    profile: Profile
    contract: Contract
    kinds: dict[str, Kind]
    tolerances: dict[str, tuple[Tolerance, ...]]
    config: Config
    created_at: datetime
    digest: str
    ignored: dict[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    window: str | None = None
    promotions: tuple[Promotion, ...] = ()
    lesson: Lesson | None = None
    path: str | None = None

    @property
    def past_batches(self) -> int:
        """How many past batches of one span taught how a column moves, where most did."""
        return max((one.batches for learned in self.tolerances.values() for one in learned), default=0)


def learn_reference(
    profile: Profile,
    contract: Contract,
    config: Config,
    *,
    created_at: datetime,
    digest: str,
    weighted: Weighted | None = None,
    past: Iterable[PastBatch] = (),
) -> Reference:
    """Return the reference of a profile; a kind that the config names is taken as it is.

    Weights change what is counted. What the columns are and how far they move is told by the rows as
    they stand there.
    """
    kinds = {}
    for name, column in profile.columns.items():
        told = config.column(name).kind
        kinds[name] = Kind(kind=told, reason="the config says so") if told else infer_kind(column)
    from drift.judge.learned_relations import learn_lesson  # noqa: PLC0415 - a check is taught it already
    from drift.judge.past_movement import taught_by_past  # noqa: PLC0415 - a check learns no movement

    taught = taught_by_past(profile, kinds, past)
    tolerances = {
        name: with_past(learn_tolerances(profile, column, kinds[name].kind), taught.get(name, {}))
        for name, column in profile.columns.items()
    }
    bare = replace(
        for_comparing(profile),
        segments={
            name: largest_levels(one, MAX_SEGMENTS, MIN_SEGMENT_ROWS)
            for name, one in profile.segments.items()
        },
    )
    if weighted is not None:
        counted = [name for name, kind in kinds.items() if kind.kind not in _AS_THEY_STAND]
        bare = reweighted(bare, weighted, counted)
    learned = Reference(
        profile=bare,
        contract=contract,
        kinds=kinds,
        tolerances=tolerances,
        config=config,
        created_at=created_at,
        digest=digest,
    )
    return replace(learned, lesson=learn_lesson(learned))
