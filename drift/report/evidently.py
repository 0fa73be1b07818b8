"""The samples of both sides as a report of Evidently, for those who know its pages.

Evidently takes seconds to import, so nothing but this module does, and only on request. It sees the
samples alone, tests them in its own way, and its verdict is not drift's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drift.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

    from drift.profile.sample import Sample
    from drift.record.record import Record


def evidently_snapshot(record: Record) -> Any:  # noqa: ANN401 - evidently ships no types
    """Return Evidently's drift report on the samples of both sides: an `evidently` snapshot.

    Raises
    ------
    UsageError
        If either side keeps no sample: `sample` is 0, or there are no rows.
    """
    sides = record.reference_profile.sample, record.live_profile.sample
    if not all(side.hashes.size for side in sides):
        raise UsageError(
            "Evidently needs rows, and this run keeps none",
            mend="fit and check with `sample` above 0 in the config, on a batch that has rows",
        )
    from evidently import Report  # noqa: PLC0415 - 3 to 8 s to import
    from evidently.presets import DataDriftPreset  # noqa: PLC0415

    reference, live = (_frame(side) for side in sides)
    shared = [name for name in reference.columns if name in live.columns]
    return Report([DataDriftPreset()]).run(live[shared], reference[shared])


def evidently_html(record: Record) -> str:
    """Return Evidently's report as a page; it names its parts anew each time, so its bytes vary.

    Raises
    ------
    UsageError
        If either side keeps no sample.
    """
    page: str = evidently_snapshot(record).get_html_str(as_iframe=False)
    return page


def _frame(sample: Sample) -> pd.DataFrame:
    """Return a sample as pandas, column by column: polars would need pyarrow for all at once."""
    import pandas as pd  # noqa: PLC0415 - for evidently alone

    return pd.DataFrame({name: sample.rows.get_column(name).to_list() for name in sample.rows.columns})
