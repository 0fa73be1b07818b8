"""Evidence of rows that come more than once: their keys, from the batch's sample.

The sample holds distinct rows with how many copies each has. Rows of one key that differ are told from it,
too, while it holds all rows; of a larger batch it may hold one of two. Keys are all that is shown: a row
without a key has no name, and which of its columns would tell it apart is not ours to say.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import polars as pl

from drift.judge.result import Evidence, Finding
from drift.run.evidence import shown_values

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drift.config import Config
    from drift.judge.live import Live

COPIES: Final = "rows of this key"  # what the count is called, beside the key's columns
_ALL: Final = "from the sample, which holds all rows"
_SOME: Final = "from the sample"
_SENSITIVE: Final = "the key is sensitive: no value of it is shown"
_NONE: Final = "no key that repeats is in the sample"


def show_repeats(findings: Iterable[Finding], live: Live, config: Config, rows: int) -> tuple[Finding, ...]:
    """Return the batch's findings, that of repeated keys with up to `rows` of them.

    Parameters
    ----------
    findings : iterable of Finding
        Of the batch as a whole.
    live : Live
        The batch, as it was read.
    config : Config
        Which columns are the key, and which are sensitive.
    rows : int
        The most keys; 0 for none.
    """
    return tuple(
        replace(one, evidence=_evidence(live, config, rows)) if rows > 0 and _is_of_keys(one, config) else one
        for one in findings
    )


def _is_of_keys(finding: Finding, config: Config) -> bool:
    told = finding.diagnosis
    return bool(config.key) and told is not None and told.fault == "duplicate_rows"


def _evidence(live: Live, config: Config, rows: int) -> Evidence:
    if any(config.column(name).sensitive for name in config.key):
        return Evidence(rows=(), note=_SENSITIVE)
    sample = live.profile.sample
    if not set(config.key) <= set(sample.rows.columns):
        return Evidence(rows=(), note=_NONE)
    # Under plain names: polars takes some for patterns.
    plain = {f"k{place}": sample.rows[name] for place, name in enumerate(config.key)}
    counted = pl.DataFrame({**plain, "copies": sample.counts}).drop_nulls()
    repeated = (
        counted.group_by(list(plain))
        .agg(pl.col("copies").sum())
        .filter(pl.col("copies") > 1)
        .sort(["copies", *plain], descending=[True, *(False for _ in plain)])
        .head(rows)
    )
    if not repeated.height:
        return Evidence(rows=(), note=_NONE)
    columns = [shown_values(repeated[name]) for name in plain]
    names = (*config.key, COPIES)
    told = zip(*columns, repeated["copies"].to_list(), strict=True)
    return Evidence(
        rows=tuple(dict(zip(names, row, strict=True)) for row in told),
        note=_ALL if sample.complete else _SOME,
    )
