"""A check for your own pandera schema: that a column, or a frame, is still what a model was trained on.

`drift_free(reference)` stands where any check of pandera's does, in a column or a frame, in a schema or a
model, of polars or of pandas. What it says where it fails is drift's own sentence, as the failure case. It
looks at all rows at once, so pandera runs it on data that it may look at whole: a polars DataFrame, or a
LazyFrame with pandera's full validation depth.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl
from pandera.api.base.checks import CheckResult
from pandera.api.checks import Check
from polars.selectors import by_name

import drift
from drift.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Hashable
    from os import PathLike
    from typing import Literal

    from drift.run import Reference, Run
    from drift.run.settings import ConfigLike

NAME: Final = "drift_free"
_WHY: Final = "why"  # what the column of failure cases is called, where pandera wants a frame of them
_ALL: Final = "*"  # what pandera calls the column of a check of a whole polars frame


def drift_free(
    reference: Reference | str | PathLike[str],
    *,
    column: str | None = None,
    config: ConfigLike | None = None,
    fail_on: Literal["breach", "warning"] = "breach",
    undecided: Literal["fail", "pass"] = "fail",
    **of_pandera: Any,  # noqa: ANN401 - whatever pandera's own checks take
) -> Check:
    """Return a check that fails where data has drifted from a reference.

    In a column it judges that column alone; in a frame all that `drift.check` does, lost and new columns
    included.

    Parameters
    ----------
    reference : Reference or path
        What the data is compared with; a path is read when the check runs first.
    column : str, optional
        The reference's name of the column, where the schema calls it otherwise, or a series has no name.
    config : Config, mapping or path, optional
        As in `drift.check`.
    fail_on : {"breach", "warning"}
        From which verdict on it fails.
    undecided : {"fail", "pass"}
        Whether it fails where there are too few rows to tell, which is never a pass unless you say so.
    **of_pandera
        ``raise_warning=True``, ``title``, ``description`` and the others of `pandera.Check`.

    Examples
    --------
    >>> import pandera.polars as pa
    >>> import polars as pl
    >>> import drift
    >>> from drift.integrations.pandera import drift_free
    >>> train = pl.DataFrame({"wait_s": [float(60 + i % 997) for i in range(2_000)]})
    >>> reference = drift.fit(train)
    >>> schema = pa.DataFrameSchema({"wait_s": pa.Column(pl.Float64, drift_free(reference))})
    >>> schema.validate(train).height
    2000
    >>> try:
    ...     schema.validate(train * 1000)
    ... except pa.errors.SchemaError as error:
    ...     print(error.failure_cases["why"].item().partition(". ")[0])
    All rows of `wait_s` look multiplied by 1,000 (second → millisecond)
    """
    return _DriftFree(
        reference,
        column=column,
        choices={"config": config, "fail_on": fail_on, "undecided": undecided},
        of_pandera=of_pandera,
    )


class _DriftFree(Check):
    """The check: pandera calls it with a frame or a series, and reads from it what failed."""

    def __init__(
        self,
        reference: Reference | str | PathLike[str],
        *,
        column: str | None,
        choices: dict[str, Any],
        of_pandera: dict[str, Any],
    ) -> None:
        self._reference, self._column, self._choices = reference, column, choices
        super().__init__(_never_called, **({"name": NAME} | of_pandera))

    def __call__(self, check_obj: Any, column: Hashable = None) -> CheckResult:  # noqa: ANN401 - of either backend
        """Return what a check of drift's says of a polars LazyFrame, or of a pandas Series or DataFrame."""
        if isinstance(check_obj, pl.LazyFrame):
            return _for_polars(check_obj, self._why(*self._of_polars(check_obj, column)))
        return _for_pandas(check_obj, self._why(*self._of_pandas(check_obj, column)))

    def _of_polars(self, data: pl.LazyFrame, column: Hashable) -> tuple[pl.LazyFrame, str | None]:
        """Return a frame, and where the check is of a column that one alone, as the reference calls it."""
        if column is None or column == _ALL:
            return data, None
        name = self._column or str(column)
        return data.select(by_name(str(column))).rename({str(column): name}), name

    def _of_pandas(self, data: Any, column: Hashable) -> tuple[Any, str | None]:  # noqa: ANN401 - pandas ships no types
        """Return the same of a pandas frame, or of a series, which is a column by itself."""
        if column is None and not hasattr(data, "to_frame"):
            return data, None
        series = data if column is None else data[column]
        name = self._column or series.name
        if name is None:
            raise UsageError(
                "a series without a name cannot be compared with a column of the reference",
                mend='name it in the check: drift_free(reference, column="amount")',
                state="nothing was checked",
            )
        return series.to_frame(name=str(name)), str(name)

    def _why(self, data: Any, column: str | None) -> list[str]:  # noqa: ANN401 - of either backend
        """Return a sentence for each thing that is wrong; none where the check passes."""
        if not isinstance(self._reference, drift.Reference):
            self._reference = drift.Reference.load(self._reference)
        if column is not None and column not in self._reference.profile.columns:
            return [f"The reference has no column `{column}`."]
        return _sentences(self._checked(data, column))

    def _checked(self, data: Any, column: str | None) -> Run:  # noqa: ANN401 - of either backend
        options = drift.ReadOptions(columns=None if column is None else (column,))
        return drift.check(
            data, self._reference, options=options, evidence=0, remember=False, **self._choices
        )


def _never_called(_: object) -> bool:
    """Stand for the function that pandera wants a check to have."""
    raise AssertionError


def _sentences(run: Run) -> list[str]:
    """Return why a run is not in order, by its exit code."""
    if run.exit_code == 0:
        return []
    found = [*run.findings, *(finding for column in run.columns for finding in column.findings)]
    said = list(dict.fromkeys(one.why for one in found if one.verdict in {"breach", "warning"}))
    undecided = [
        f"`{column.name}` is undecided: {column.reason}"
        for column in run.columns
        if column.verdict == "undecided"
    ]
    return said or undecided or [f"The verdict is {run.verdict}."]


def _for_polars(data: pl.LazyFrame, why: list[str]) -> CheckResult:
    passed = pl.LazyFrame({"check_output": [not why]})
    if not why:
        return CheckResult(passed, passed, data, None)
    each = pl.LazyFrame({"check_output": [False] * len(why)})  # pandera numbers the failure cases by it
    return CheckResult(each, passed, data, pl.LazyFrame({_WHY: why}))


def _for_pandas(data: Any, why: list[str]) -> CheckResult:  # noqa: ANN401 - pandas is loaded by who uses it
    import pandas as pd  # noqa: PLC0415 - who brings a frame of pandas' has it loaded

    return CheckResult(not why, not why, data, pd.Series(why, name=_WHY) if why else None)
