"""The public values of one check: its run, which loads and saves itself, and the breach that it may be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drift.config import load_config
from drift.record.document import to_document
from drift.record.record import Record
from drift.report.formats import WIDTH, View, render
from drift.run.kept import fields_of

if TYPE_CHECKING:
    from os import PathLike

    import polars as pl

    from drift.report.html.plot import Plot
    from drift.run.settings import ConfigLike


class DriftBreach(Exception):  # noqa: N818 - named by the contract with users
    """A batch is in breach of its reference; `run` says how.

    Examples
    --------
    >>> import drift
    >>> import polars as pl
    >>> train = pl.DataFrame({"wait_s": [float(i % 97) for i in range(1000)]})
    >>> try:
    ...     drift.compare(train, train * 1000).raise_for_breach()
    ... except drift.DriftBreach as breach:
    ...     print([column.name for column in breach.run.breaches])
    ['wait_s']
    """

    def __init__(self, run: Run) -> None:
        self.run = run
        super().__init__(f"{len(run.breaches)} of {len(run.columns)} columns in breach: {headline(run)}")


class Run(Record):
    """One check of one batch: what `check` returns.

    ``run["name"]`` is the result of a column. All attributes are those of `drift.record.record.Record`.

    Attributes
    ----------
    verdict : str
        "breach", "warning", "ok" or "undecided".
    exit_code : int
        What a pipeline is told, 0 to 3.
    columns, breaches : tuple of ColumnResult
        The results of all columns, and of those in breach.
    findings : tuple of Finding
        What was found of the batch as a whole.

    Examples
    --------
    >>> import drift
    >>> import polars as pl
    >>> train = pl.DataFrame({"wait_s": [float(i % 97) for i in range(1000)]})
    >>> run = drift.compare(train, train * 1000)
    >>> run.verdict, run.exit_code, run["wait_s"].diagnosis.fault
    ('breach', 1, 'unit_change')
    """

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Run:
        """Return a saved run."""
        from drift.record.run_file import load_run  # noqa: PLC0415 - most runs come from no file

        return cls(**fields_of(load_run(str(path))))

    def save(self, path: str | PathLike[str]) -> None:
        """Write the run as one file, from which every report can be drawn again."""
        from drift.record.run_file import save_run  # noqa: PLC0415 - and go to none

        save_run(self, str(path))

    def to_dict(self) -> dict[str, Any]:
        """Return the run as JSON holds it."""
        return to_document(self)

    def to_text(self, *, width: int = WIDTH, details: bool = False) -> str:
        """Return the run as a terminal shows it; with `details` also the columns that are as they were."""
        return render(self, "text", View(width=width, details=details))

    def to_json(self) -> str:
        """Return the run as JSON text, by the schema that ships with the package."""
        return render(self, "json")

    def to_markdown(self) -> str:
        """Return the run as Markdown, short enough for a comment."""
        return render(self, "markdown")

    def to_junit(self) -> str:
        """Return the run as JUnit XML: a test case for each check of each column."""
        return render(self, "junit")

    def to_github(self, config: ConfigLike | None = None) -> str:
        """Return the run as GitHub's workflow commands, which point at the lines of a config file.

        Raises
        ------
        ConfigError
            If the config cannot be read.
        """
        return render(self, "github", View(config=None if config is None else load_config(config)))

    def to_gitlab(self, config: ConfigLike | None = None) -> str:
        """Return the run as GitLab's code quality report, which points at the lines of a config file.

        Raises
        ------
        ConfigError
            If the config cannot be read.
        """
        return render(self, "gitlab", View(config=None if config is None else load_config(config)))

    def to_openmetrics(self) -> str:
        """Return the run as gauges that Prometheus reads from a file."""
        return render(self, "openmetrics")

    def to_slack(self) -> str:
        """Return the run in Slack's markup, short enough for a section of a message."""
        return render(self, "slack")

    def to_html(self, *, saved: str | None = None, history: str | None = None) -> str:
        """Return the report: one page that loads nothing.

        Parameters
        ----------
        saved : str, optional
            Where the run is saved, for the commands that the page has to copy.
        history : str, optional
            The address of the page of past runs, as seen from this one: findings then lead to it.
        """
        from drift.report.html import render_html  # noqa: PLC0415 - jinja2 is loaded only for a report

        return render_html(self, saved=saved, history=history)

    def to_frame(self) -> pl.DataFrame:
        """Return a row for each column: its verdict, fault and share, and the measurement that it rests on.

        Examples
        --------
        >>> import drift
        >>> import polars as pl
        >>> train = pl.DataFrame({"wait_s": [float(60 + i % 997) for i in range(2_000)]})
        >>> drift.compare(train, train * 1000).to_frame().select("column", "verdict", "fault").rows()
        [('wait_s', 'breach', 'unit_change')]
        """
        from drift.report.frame import frame_of  # noqa: PLC0415 - one form needs not load the others

        return frame_of(self)

    def plot(self, name: str) -> Plot:
        """Return a column's chart, which a notebook shows in place; its ``svg`` is text.

        Raises
        ------
        KeyError
            If neither side has a column of this name.
        """
        from drift.report.html.plot import plot_of  # noqa: PLC0415 - jinja2 is loaded only for a report

        return plot_of(self, name)

    def to_evidently(self) -> Any:  # noqa: ANN401 - evidently ships no types
        """Return Evidently's drift report on the samples of both sides, as its snapshot.

        Raises
        ------
        UsageError
            If either side keeps no sample.
        """
        from drift.report.evidently import evidently_snapshot  # noqa: PLC0415 - seconds to import

        return evidently_snapshot(self)

    def raise_for_breach(self) -> None:
        """Raise `DriftBreach` if the batch is in breach."""
        if self.verdict == "breach":
            raise DriftBreach(self)

    def _repr_html_(self) -> str:
        """Return the report for a notebook, in a frame of its own so that no style leaks."""
        from drift.report.html import render_frame  # noqa: PLC0415

        return render_frame(self)


def headline(run: Record) -> str:
    """Return the worst finding in a sentence; the verdict where there is none."""
    found = [*(finding for column in run.worst_first for finding in column.findings), *run.findings]
    worst = [finding for finding in found if finding.verdict == run.verdict]
    return (worst or found)[0].why if found else f"the verdict is {run.verdict}"
