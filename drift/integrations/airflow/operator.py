"""The task: a batch is checked when it runs, and the verdict decides how it ends."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from airflow.sdk import BaseOperator
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from drift.errors import DriftError
from drift.integrations.airflow.link import DriftReportLink

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from os import PathLike

    from airflow.sdk import Context

    from drift.config import Config
    from drift.integrations.airflow.checking import Checked
    from drift.integrations.airflow.outcome import FailOn, OnUndecided
    from drift.run import ReadOptions

XCOM: str = "return_value"  # under which Airflow keeps what a task returns


class DriftCheckOperator(BaseOperator):
    """Compare a live batch with a reference, and fail where it has drifted.

    A breach fails without a retry, for the batch will not change by itself. Input that is not there or
    cannot be read is retried as often as the task says. A wrong config, or a call that makes no sense, fails
    at once. What was found goes to XCom however the task ends (`drift.integrations.airflow.summary`), and
    with the events of its `outlets`.

    Parameters
    ----------
    data : str, path or sequence of them
        The batch: paths, globs, folders, or a query where `options` name a database. *Templated*, as are all
        that follow up to `options`.
    reference : str or path
        What `drift fit` wrote.
    config, accepted : str, path or mapping, optional
        As for `drift.check`: what judging goes by, and what people accepted.
    batch : str, optional
        The batch's name: its partition, else the logical date, else the id of the DAG run. A history holds
        each name once, so a run that is repeated takes the place of the earlier one.
    as_of : str or datetime, optional
        The time that the batch stands for: from when on the DAG run was due, if not given.
    html, save : str or path, optional
        Where the report and the run go, beside what the config's `reports` says.
    report_url : str, optional
        Where people find the report, for the task's button; the file itself, if not given.
    options : mapping or ReadOptions, optional
        How the batch is read: the attributes of `drift.ReadOptions`.
    fail_on : {"breach", "warning", "never"}
        From which verdict on the task fails.
    on_undecided : {"fail", "skip", "pass"}
        How it ends where nothing could be told of the batch, as where it has no rows.
    **kwargs
        What every operator takes.

    Attributes
    ----------
    report_link : str or None
        Where the report of this try is.
    """

    template_fields: Sequence[str] = (
        "data",
        "reference",
        "config",
        "accepted",
        "batch",
        "as_of",
        "html",
        "save",
        "report_url",
        "options",
    )
    template_fields_renderers: ClassVar[dict[str, str]] = {"config": "json", "options": "json"}
    operator_extra_links = (DriftReportLink(),)
    ui_color = "#d9f0ee"
    report_link: str | None = None

    def __init__(  # noqa: PLR0913 - each choice that a check leaves
        self,
        *,
        data: object,
        reference: str | PathLike[str],
        config: Config | Mapping[str, object] | str | PathLike[str] | None = None,
        accepted: str | PathLike[str] | None = None,
        batch: str | None = None,
        as_of: datetime | str | None = None,
        html: str | PathLike[str] | None = None,
        save: str | PathLike[str] | None = None,
        report_url: str | None = None,
        options: ReadOptions | Mapping[str, Any] | None = None,
        fail_on: FailOn = "breach",
        on_undecided: OnUndecided = "fail",
        **kwargs: Any,  # noqa: ANN401 - Airflow's own, which its base class knows
    ) -> None:
        super().__init__(**kwargs)
        self.data = data
        self.reference = reference
        self.config = config
        self.accepted = accepted
        self.batch = batch
        self.as_of = as_of
        self.html = html
        self.save = save
        self.report_url = report_url
        self.options = options
        self.fail_on = fail_on
        self.on_undecided = on_undecided

    def execute(self, context: Context) -> dict[str, Any]:
        """Check the batch, tell what was found, and end as the verdict says.

        Raises
        ------
        AirflowFailException
            If the batch has drifted, or nothing can be told of it, or no other try would end otherwise.
        AirflowSkipException
            If nothing can be told of it, and that is to skip.
        DriftError
            If another try may be able to read it.
        """
        from drift.integrations.airflow.outcome import outcome_of, worth_a_retry  # noqa: PLC0415 - not to parse

        try:
            found = self._checked(context)
        except DriftError as error:
            if worth_a_retry(error):
                raise
            raise AirflowFailException(str(error)) from error
        self._tell(found, context)
        run, summary = found.run, found.summary
        outcome = outcome_of(run.exit_code, self.on_undecided)
        if outcome == "pass":
            return summary
        if self.do_xcom_push:  # Airflow keeps what a task returns, and one that raises returns nothing
            context["ti"].xcom_push(key=XCOM, value=summary)
        ending = AirflowSkipException if outcome == "skip" else AirflowFailException
        raise ending(f"{run.dataset}, batch {run.batch}: {run.verdict}. {summary['headline']}")

    def _checked(self, context: Context) -> Checked:
        """Return what the check found; its files are written."""
        from drift.integrations.airflow.checking import checked  # noqa: PLC0415 - loads polars

        return checked(self, context)

    def _tell(self, found: Checked, context: Context) -> None:
        """Write what was found into the task's log, and hand it to its button and its assets' events."""
        from drift.integrations.airflow.summary import RESULT_KEY  # noqa: PLC0415 - loads polars

        for line in (*found.run.to_text().splitlines(), *found.ends):
            self.log.info("%s", line)
        report = found.summary["report"]
        self.report_link = self.report_url or (report and Path(report).as_uri())
        for outlet in self.outlets:
            with suppress(TypeError):  # what is no asset has no event
                context["outlet_events"][outlet].extra[RESULT_KEY] = found.summary
