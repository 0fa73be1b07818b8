"""README and the documents say what the code does: tables are compared with it, and every example is run."""

from __future__ import annotations

import doctest
import math
import re
import shlex
import shutil
import tomllib
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from command_line import Told, drift
from drift import errors
from drift.cli.manual import with_manual
from drift.compare.catalogue import STATISTICS
from drift.compare.column import CHECKS_A_COLUMN
from drift.config import SENSITIVITY_BUDGETS, Config
from drift.diagnose.catalogue import FAULTS
from drift.diagnose.unit_evidence import FAR, VERY_FAR
from drift.errors import DriftError
from drift.judge.checks import CHECKS
from drift.judge.result import VERDICTS
from drift.record.exit_code import BREACH, ERROR, OK, UNDECIDED, exit_code
from drift.report.formats import FORMS
from drift.report.markdown import MAX_FINDINGS, MAX_ROWS
from package_imports import imports_of

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[1]
DOCUMENTS: Final = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
QUIET_DEMO: Final = ("demo", "orders", "--quiet")
WIDTH: Final = "100"  # characters a line of what the examples print
FENCE: Final = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK: Final = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
ELSEWHERE: Final = re.compile(r"(?<![\w./])/(?:home|mnt|opt|root|srv|tmp|Users|usr|var|work)\b|~/|[A-Z]:\\")
RUN_ID: Final = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}")  # another one each time
SHOWN_FILES: Final = {
    "markdown": "comment.md",
    "xml": "junit.xml",
    "yml": "orders.yaml",
    "YAML": "accepted.yaml",
    "prom": "textfiles/orders.prom",
    "mrkdwn": "message.txt",
}  # what blocks of a language are taken from
ANYWHERE: Final = "every layer"

# Words with an underscore that documents use and no table of ours lists.
OTHER_WORDS: Final = {"to_dict", "to_frame", "to_html", "to_evidently", "runner_up", "raise_for_breach"}


def text_of(name: str) -> str:
    """Return a document of docs/."""
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def table(document: str, *heads: str) -> list[list[str]]:
    """Return the rows of the one table whose first heads are these, without the marks of code."""
    lines = document.splitlines()
    starts = [place for place, line in enumerate(lines) if cells_of(line)[: len(heads)] == list(heads)]
    assert len(starts) == 1, f"{len(starts)} tables begin with {heads}"
    rows = []
    for line in lines[starts[0] + 2 :]:
        if not line.startswith("|"):
            break
        rows.append(cells_of(line))
    return rows


def cells_of(line: str) -> list[str]:
    """Return the cells of a table's line; those that are nothing but code without its marks."""
    cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
    return [re.sub(r"^`([^`]*)`$", r"\1", cell) for cell in cells]


def blocks(path: Path, language: str) -> list[str]:
    """Return the fenced blocks of a language."""
    return [text for kind, text in FENCE.findall(path.read_text(encoding="utf-8")) if kind == language]


def prose(path: Path) -> str:
    """Return a document without its fenced blocks."""
    return FENCE.sub("", path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """Return what the demo that most pages begin with prints and leaves: it is told once for all of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("demo"))
        patch.setenv("COLUMNS", WIDTH)
        return Demo(told=drift(*QUIET_DEMO), folder=Path("orders").absolute())


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """What ``drift demo orders --quiet`` told, and the folder that it left."""

    told: Told
    folder: Path

    def again(self) -> Told:
        """Leave the folder here, too."""
        shutil.copytree(self.folder, "orders")
        return self.told


def told(command: str, before: int, demo: Demo) -> tuple[str, int]:
    """Return what a line of a shell prints, and its exit code, given the code of the line before."""
    words = shlex.split(command)
    if words == ["echo", "$?"]:
        return f"{before}\n", 0
    assert words[0] == "drift", command
    done = demo.again() if tuple(words[1:]) == QUIET_DEMO else drift(*words[1:])
    return done.err + done.out, done.code


def run_again(block: str, demo: Demo) -> str:
    """Return a block with the output that its commands print now.

    What a command prints may look like commands itself, as the story of the demo does.
    """
    code, lines, left = 0, [], block.splitlines()
    while left:
        line = left.pop(0)
        if not line.startswith("$ "):
            continue
        output, code = told(line.removeprefix("$ "), code, demo)
        printed = output.rstrip("\n").splitlines()
        lines += [line, *printed]
        if left[: len(printed)] == printed:
            del left[: len(printed)]
    return "\n".join(lines) + "\n"


def test_the_checks_and_their_floors_are_those_of_the_judge() -> None:
    found = [(name, statistic, float(floor)) for name, statistic, floor, _ in rows_of_checks()]
    assert found == [(check.name, check.statistic, check.floor) for check in CHECKS]


def rows_of_checks() -> list[list[str]]:
    return table(text_of("decision.md"), "check", "statistic", "floor")


def test_every_statistic_that_decides_has_its_margin_explained() -> None:
    rows = table(text_of("decision.md"), "statistic", "compares", "margin at a level")
    assert sorted(row[0] for row in rows) == sorted(check.statistic for check in CHECKS)


def test_the_statistics_that_decide_nothing_are_named() -> None:
    sentence = re.search(r"The other statistics \(([^)]*)\)", text_of("decision.md"))
    assert sentence is not None
    silent = [one.name for one in STATISTICS if not one.decides]
    assert re.findall(r"`(\w+)`", sentence[1]) == silent


def test_the_faults_are_those_of_the_catalogue() -> None:
    rows = table(text_of("decision.md"), "fault", "what happened")
    assert rows == [[fault.name, fault.meaning] for fault in FAULTS]


def test_the_budgets_are_those_of_the_config() -> None:
    rows = table(text_of("decision.md"), "sensitivity", "budget")
    assert {name: float(budget) for name, budget in rows} == dict(SENSITIVITY_BUDGETS)


def test_the_constants_are_those_of_the_code() -> None:
    rows = table(text_of("decision.md"), "constant", "value", "in")
    for name, value, module in rows:
        assert getattr(import_module(module), name) == pytest.approx(float(value), rel=1e-12), name


def test_the_example_of_a_budget_is_right() -> None:
    """20 columns at medium; the margins by the formula of `ks` in docs/statistics.md."""
    document = text_of("decision.md")
    level = SENSITIVITY_BUDGETS["medium"] / 20 / CHECKS_A_COLUMN
    assert f"0.001 / 20 / {CHECKS_A_COLUMN} = {level:.6f}" in document
    effective = 5_000 * 60_000 / 65_000
    many, one = (math.sqrt(math.log(2 / each) / (2 * effective)) for each in (level, 1e-3))
    assert f"it is {many:.3f} at that level, and would be {one:.3f} for one column" in document


def test_the_factors_from_which_a_share_is_named_are_those_of_the_diagnosis() -> None:
    told_factors = f"from a factor of {math.exp(VERY_FAR):.0f} on, or of {math.exp(FAR):.0f} where"
    assert told_factors in text_of("decision.md")


def test_the_verdicts_are_all_explained() -> None:
    rows = table(text_of("decision.md"), "verdict", "of a column")
    assert sorted(row[0] for row in rows) == sorted(VERDICTS)


def test_words_with_an_underscore_are_names_of_ours() -> None:
    """A check, statistic, fault or key that goes, goes from the documents too."""
    known = {
        *(name for check in CHECKS for name in (check.name, check.statistic)),
        *(one.name for one in (*STATISTICS, *FAULTS)),
        *(kind for kind, *_ in kinds_of_errors()),
        *Config.model_fields,
        *OTHER_WORDS,
    }
    used = {
        word
        for name in ("cli.md", "decision.md", "python.md")
        for word in re.findall(r"`([a-z]+(?:_[a-z]+)+)`", prose(ROOT / "docs" / name))
    }
    assert used - known == set()


def test_the_exit_codes_are_those_of_the_code() -> None:
    codes = [int(row[0]) for row in table(text_of("cli.md"), "code", "meaning")]
    assert codes == [OK, BREACH, ERROR, UNDECIDED]


def test_the_exit_code_of_each_verdict_is_what_a_check_ends_with() -> None:
    rows = table(text_of("cli.md"), "verdict of the batch")
    found = {verdict: [int(code) for code in codes] for verdict, *codes in rows}
    assert found == {
        verdict: [exit_code(verdict, fail_on=fail_on) for fail_on in ("breach", "warning", "never")]
        for verdict in VERDICTS
        if verdict != "skipped"  # a column's alone: a batch of nothing else is undecided
    }
    assert exit_code("undecided", undecided="pass") == OK


def test_the_forms_are_those_of_the_code() -> None:
    document = text_of("outputs.md")
    assert table(document, "form", "what it is for") == [[form.name, form.use] for form in FORMS]
    assert f"at most {MAX_FINDINGS} findings and {MAX_ROWS} columns" in document


def test_the_manual_of_the_commands_is_that_of_now() -> None:
    document = text_of("cli.md")
    assert document == with_manual(document), "mend it: python -m drift.cli.manual docs/cli.md"


def kinds_of_errors() -> list[list[str]]:
    return table(text_of("cli.md"), "kind", "class", "retryable")


def test_the_kinds_of_errors_are_the_classes() -> None:
    """In the order in which `drift/errors.py` defines them."""
    classes = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, DriftError)]
    assert [row[:3] for row in kinds_of_errors()] == [
        [one.kind, one.__name__, "yes" if one.retryable else "no"] for one in classes if one is not DriftError
    ]


def test_the_dependencies_are_those_that_are_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    rows = table(text_of("dependencies.md"), "package", "range", "home")
    assert [package + span for package, span, *_ in rows] == project["dependencies"]


def test_each_dependency_is_imported_in_the_homes_that_are_named_and_nowhere_else() -> None:
    owners = packages_distributions()
    places: dict[str, set[str]] = {}
    for found in imports_of(ROOT / "drift"):
        for owner in owners.get(found.target.partition(".")[0], ()):
            places.setdefault(owner.lower().replace("_", "-"), set()).add(path_of(found.module))
    for package, _, homes, _ in table(text_of("dependencies.md"), "package", "range", "home"):
        if homes == ANYWHERE:
            continue
        named = re.findall(r"[\w/.]+", homes)
        found_at = places[package.partition("[")[0]]
        assert {place for place in found_at if not place.startswith(tuple(named))} == set(), package
        assert all(any(place.startswith(home) for place in found_at) for home in named), package


def path_of(module: str) -> str:
    """Return the path of a module of ours, from the top of the repository."""
    path = Path(*module.split("."))
    return (path / "__init__.py" if (ROOT / path).is_dir() else path.with_suffix(".py")).as_posix()


def links() -> Iterator[tuple[Path, str]]:
    """Yield every link to a file or a heading of ours, and the document that it stands in."""
    for path in DOCUMENTS:
        yield from ((path, link) for link in LINK.findall(prose(path)) if "://" not in link)


def anchors(path: Path) -> set[str]:
    """Return the anchors of a document's headings, as GitHub names them."""
    heads = re.findall(r"^#+ (.+)$", prose(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def test_every_relative_link_leads_somewhere_in_the_repository() -> None:
    broken = []
    for path, link in links():
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        there = target.is_relative_to(ROOT) and target.exists()
        if not there or (anchor and anchor not in anchors(target)):
            broken.append(f"{path.name}: {link}")
    assert broken == []


def test_the_index_lists_every_document() -> None:
    listed = {link for path, link in links() if path.name == "index.md"}
    assert listed == {path.name for path in (ROOT / "docs").glob("*.md")} - {"index.md"}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_no_document_names_a_path_outside_of_the_repository(path: Path) -> None:
    """What `--help` prints is the program's to answer for."""
    assert ELSEWHERE.findall(prose(path)) == []


def commands(path: Path) -> list[str]:
    return blocks(path, "console")


@pytest.mark.parametrize("path", [path for path in DOCUMENTS if commands(path)], ids=lambda path: path.name)
def test_commands_print_what_is_documented(
    path: Path, demo: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", WIDTH)
    for block in commands(path):
        assert run_again(block, demo) == block
    for language, name in SHOWN_FILES.items():
        for block in blocks(path, language):
            assert lines_of(block) <= lines_of((tmp_path / name).read_text(encoding="utf-8"))


def lines_of(text: str) -> set[str]:
    """Return the lines of a file or of a part of it, whatever the run is called."""
    return set(RUN_ID.sub("…", text).splitlines())


@pytest.mark.parametrize(
    "path", [path for path in DOCUMENTS if blocks(path, "python")], ids=lambda path: path.name
)
def test_python_prints_what_is_documented(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MLFLOW_TRACKING_URI", tmp_path.joinpath("mlruns").as_uri())
    monkeypatch.setenv("MLFLOW_ALLOW_FILE_STORE", "true")
    examples = "\n".join(blocks(path, "python"))  # an empty line ends what an example prints
    test = doctest.DocTestParser().get_doctest(examples, {}, path.name, str(path), 0)
    assert test.examples
    said: list[str] = []
    result = doctest.DocTestRunner().run(test, out=said.append)
    assert result.failed == 0, "".join(said)
