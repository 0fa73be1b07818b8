"""The run as JUnit XML: what readers make of it, what passes and what does not, and that it is XML at all."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

import pytest
import xmlschema
from hypothesis import given
from hypothesis import strategies as st
from junitparser import JUnitXml

from drift.judge.checks import CHECKS
from drift.report.checked import COLUMN
from drift.report.junit import render_junit
from made_runs import in_milliseconds
from runs import CHANGES, ODD_NAMES, run_of, run_with_name

if TYPE_CHECKING:
    from junitparser import TestCase

    from drift.judge.result import ColumnResult
    from drift.record.record import Record

# Written here: Jenkins' and Ant's own files are not ours to give away.
SCHEMA: Final = Path(__file__).parents[1] / "support" / "junit.xsd"
ONE_COLUMN: Final = in_milliseconds()


@cache
def schema() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(SCHEMA)


def read(record: Record) -> ET.Element:
    """Return what Python's own reader of XML makes of a run."""
    return ET.fromstring(render_junit(record).encode())  # noqa: S314 - written by us


def cases(record: Record) -> dict[tuple[str, str], TestCase]:
    """Return the test cases that junitparser reads, by class and name."""
    (suite,) = JUnitXml.fromstring(render_junit(record))
    found = {(str(case.classname), str(case.name)): case for case in suite}
    assert len(found) == len(suite)
    return found


def of_column(record: Record, name: str) -> dict[str, TestCase]:
    """Return the test cases of a column, by the check's name."""
    return {check: case for (place, check), case in cases(record).items() if place == f"dataset.{name}"}


@pytest.mark.parametrize("change", CHANGES)
def test_every_run_is_as_readers_want_it(change: str) -> None:
    schema().validate(render_junit(run_of(change)))


@pytest.mark.parametrize("change", CHANGES)
def test_the_counts_are_those_of_the_cases(change: str) -> None:
    """Counted in what the standard library reads, and in what junitparser does."""
    (suite,) = read(run_of(change))
    told = {name: int(suite.attrib[name]) for name in ("tests", "failures", "errors", "skipped")}
    assert told == {
        "tests": len(suite.findall("testcase")),
        "failures": len(suite.findall("testcase/failure")),
        "errors": 0,
        "skipped": len(suite.findall("testcase/skipped")),
    }
    results = Counter(type(one).__name__ for case in cases(run_of(change)).values() for one in case.result)
    assert results == Counter({"Failure": told["failures"], "Skipped": told["skipped"]})


@pytest.mark.parametrize("change", CHANGES)
def test_every_column_has_the_cases_that_its_verdict_asks_for(change: str) -> None:
    run = run_of(change)
    for column in run.columns:
        found = of_column(run, column.name)
        assert found
        assert problem(column, found) is None, (column.name, column.verdict)


def problem(column: ColumnResult, found: dict[str, TestCase]) -> str | None:
    """Return what is wrong with a column's cases, by its verdict."""
    failed = {case.name for case in found.values() if case.is_failure}
    passed = {case.name for case in found.values() if case.is_passed}
    told = {case.name for case in found.values() if case.system_out}
    breached = {finding.check for finding in column.findings if finding.verdict == "breach"}
    warned = {finding.check for finding in column.findings if finding.verdict == "warning"}
    if failed != breached or told != warned - breached:
        return "a finding is not told as what it is"
    if column.verdict in {"undecided", "skipped"}:
        return "what was not judged reads as passed" if passed else None
    return "nothing passed in a column that is ok" if column.verdict == "ok" and not passed else None


def test_a_breach_is_a_failure_with_its_reason() -> None:
    run = run_of("a unit")
    (failure,) = of_column(run, "seconds")["distribution"].result
    assert (failure.message, failure.type) == (run["seconds"].findings[0].why, "unit_change")


def test_a_warning_passes_and_says_why() -> None:
    run = run_of("a new column")
    case = of_column(run, "extra")["schema"]
    assert case.is_passed
    assert case.system_out == f"warning: {run['extra'].findings[0].why}"


def test_a_change_that_another_check_tells_does_not_read_as_passed() -> None:
    """All of `seconds` is beyond what training held, which the finding of its distribution tells."""
    (skipped,) = of_column(run_of("a unit"), "seconds")["range"].result
    assert skipped.message == "changed; told by the check distribution"


def test_what_was_not_judged_is_skipped_with_the_reason() -> None:
    run = run_of("no rows")
    assert all(case.is_skipped for case in cases(run).values())
    (skipped,) = of_column(run, "city")[COLUMN].result
    assert skipped.message == run["city"].reason == "the batch has no rows"


def test_a_finding_of_the_batch_is_a_case_of_the_dataset() -> None:
    finding = replace(
        ONE_COLUMN.columns[0].findings[0], column=None, check="rows", why="The batch has 3 rows."
    )
    found = cases(replace(ONE_COLUMN, findings=(finding,)))["trips", "rows"]
    assert found.is_failure
    assert found.result[0].message == "The batch has 3 rows."


def test_the_checks_of_a_healthy_batch_are_those_of_the_judge() -> None:
    found = Counter(check for _, check in cases(run_of("all ok")))
    assert set(found) <= {check.name for check in CHECKS} | {COLUMN}
    assert found["missing"] == len(run_of("all ok").columns) - 1  # one was skipped as a whole


@pytest.mark.parametrize("odd", ODD_NAMES)
def test_odd_names_are_text_and_nothing_else(odd: str) -> None:
    run = replace(run_with_name(ODD_NAMES[odd]), dataset=ODD_NAMES[odd], batch=ODD_NAMES[odd])
    text = render_junit(run)
    schema().validate(text)
    assert all(character.isprintable() or character in "\n\t" for character in text)


@given(st.text(st.characters(), max_size=30))
def test_any_name_gives_xml_that_every_reader_takes(name: str) -> None:
    """Expat refuses what XML 1.0 forbids: controls, surrogates, U+FFFE."""
    run = replace(ONE_COLUMN, dataset=name, batch=name, columns=(replace(ONE_COLUMN.columns[0], name=name),))
    checked = [one for one in ONE_COLUMN.columns[0].measurements if one.tolerance is not None]
    assert len(read(run).findall("testsuite/testcase")) == len(checked)


def test_no_value_of_the_data_is_told_but_in_sentences() -> None:
    """The levels of `city` are in the profiles, and no sentence has them."""
    text = render_junit(run_of("a unit"))
    assert not any(level in text for level in ("Porto", "Braga", "Évora"))
