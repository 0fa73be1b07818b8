"""A run in the shape of the results of data quality that Airflow's own provider for them leaves.

Its keys mean what they mean there, so that what reads one reads the other: `require_quality` goes by the
score of an asset's event. A rule is a column of either side, or a finding of the batch as a whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from drift.run import headline

if TYPE_CHECKING:
    from drift.judge.result import Finding
    from drift.run import Run

# Where Airflow's provider has its summary in the `extra` of an asset's event.
RESULT_KEY: Final = "airflow.dataquality.result"
WARNING_WEIGHT: Final = 0.25  # of a breach, in the score; as that provider weighs them
DIGITS: Final = 4  # of a score, as there


def summary_of(run: Run, *, report: str | None = None, saved: str | None = None) -> dict[str, Any]:
    """Return what a run leaves in XCom and with an asset's event; all of it is JSON.

    Parameters
    ----------
    run : Run
        What was found.
    report, saved : str, optional
        Where its report and the run itself are.

    Returns
    -------
    dict
        ``score`` is from 0 to 1: the share of rules that passed, a warning counting as a quarter of a
        breach; None without a rule. ``errored`` are those that could not be judged: they never read as
        passed. What was not to be checked is ``skipped``, and no rule of this run.

    Examples
    --------
    >>> import drift
    >>> import polars as pl
    >>> train = pl.DataFrame({"wait_s": [float(i % 97) for i in range(1000)], "n": range(1000)})
    >>> found = summary_of(drift.compare(train, train.with_columns(pl.col("wait_s") * 1000)))
    >>> found["score"], found["passed"], found["failed"], found["failed_rules"]
    (0.5, 1, 1, ['wait_s'])
    """
    rules: dict[str, list[str]] = {"ok": [], "warning": [], "breach": [], "undecided": [], "skipped": []}
    for column in run.columns:
        rules[column.verdict].append(column.name)
    for finding in run.findings:
        if finding.column is None:
            rules[finding.verdict].append(_name(finding))
    counts = {verdict: len(names) for verdict, names in rules.items()}
    return {
        "run_uid": run.run_id,
        "ruleset": run.dataset,
        "table": ", ".join(run.live.sources),
        "score": _score(counts),
        "passed": counts["ok"],
        "warned": counts["warning"],
        "failed": counts["breach"],
        "errored": counts["undecided"],
        "failed_rules": sorted(rules["breach"]),
        "warned_rules": sorted(rules["warning"]),
        "errored_rules": sorted(rules["undecided"]),
        "skipped": counts["skipped"],
        "run_id": run.run_id,
        "dataset": run.dataset,
        "batch": run.batch,
        "as_of": f"{run.as_of:%Y-%m-%dT%H:%M:%SZ}",
        "rows": run.live.rows,
        "verdict": run.verdict,
        "exit_code": run.exit_code,
        "headline": headline(run),
        "report": report,
        "saved_run": saved,
    }


def _name(finding: Finding) -> str:
    """Return what a finding of the batch is called: its check, and the columns that it is about."""
    about = finding.diagnosis.parameters.get("columns") if finding.diagnosis is not None else None
    return (
        f"{finding.check}: {', '.join(map(str, about))}" if isinstance(about, list | tuple) else finding.check
    )


def _score(counts: dict[str, int]) -> float | None:
    rules = sum(count for verdict, count in counts.items() if verdict != "skipped")
    if not rules:
        return None
    lost = counts["breach"] + counts["undecided"] + WARNING_WEIGHT * counts["warning"]
    return round(1 - lost / rules, DIGITS)
