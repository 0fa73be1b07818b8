"""The benchmark of other libraries asks, counts and prints rightly, whatever is installed of them."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl
import pytest
from scipy import stats

from benchmarks.peers import environments, speed
from benchmarks.peers.__main__ import tables
from benchmarks.peers.answers import Answer, ask, environment, keep, kept, parsed
from benchmarks.peers.counts import SIGNS, by_group, by_peer, cell, errors, short
from benchmarks.peers.environments import PEERS, PROGRAMS, Peer
from benchmarks.peers.questions import HARDLY, MOVED, UNTOUCHED, Pair, Question, questions
from benchmarks.peers.tables import ALONE, FAULTS, FIFTIES, LOST, NORMALS, broken, features, groups_of, steady
from benchmarks.speed.processes import Cost
from benchmarks.truth.counted import Counted

if TYPE_CHECKING:
    from benchmarks.peers.tables import Fault

DOCUMENT: Final = Path(__file__).parents[1] / "docs" / "peers.md"
FAKE: Final = """
import sys, time
from benchmarks.peers.programs.asking import Told, answer, of_columns
def ask(reference, live):
    print("a library's own noise")
    if live.endswith("bad"):
        raise ValueError("no such rows")
    if live.endswith("slow"):
        began = time.process_time()
        while time.process_time() - began < 0.3: pass
    if "bound" in sys.argv[1:]:
        return Told(batch=False, columns={reference: "far"})
    return of_columns({live: "far"} if live.endswith("far") else {})
answer(ask, lambda pair, path: path)
"""
# What the libraries print of a column that has drifted, as they printed it.
SCORES: Final = (
    "Drift score is 1000.31. The drift detection method is Wasserstein distance (normed).",
    "ks: p-value 0.0, DRIFT",
    "jensen_shannon 0.651142",
    "p-value 1.8e-12",
    "Cramer's V 0.9987741261043448",
    "Kolmogorov-Smirnov 0.31",
)


def question(*lives: str) -> Question:
    pairs = [Pair(reference=Path("training"), live=Path(live), groups={"all": [live]}) for live in lives]
    return Question(name="what", pairs=pairs)


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Peer:
    monkeypatch.setattr(environments, "PROGRAMS", tmp_path)
    (tmp_path / "ask_fake.py").write_text(FAKE, encoding="utf-8")
    return Peer(library="fake")


def test_a_program_answers_each_pair_and_an_error_is_an_answer(fake: Peer) -> None:
    told = ask(fake, [question("near", "bad"), question("far")], seconds=60)
    assert told == [
        Answer(question=0, pair=0),
        Answer(question=0, pair=1, error="ValueError: no such rows"),
        Answer(question=1, pair=0, batch=True, columns={"far": "far"}),
    ]


def test_no_pair_but_the_first_is_begun_once_the_seconds_of_a_question_are_spent(fake: Peer) -> None:
    told = ask(fake, [question("slow", "slow", "slow"), question("slow")], seconds=0.1)
    assert [(one.question, one.pair) for one in told] == [(0, 0), (1, 0)]


def test_a_program_is_told_the_setting_and_says_itself_whether_the_batch_is_in_alarm(fake: Peer) -> None:
    peer = Peer(library=fake.library, setting="bound")
    assert peer.name == "fake bound"
    told = ask(peer, [question("near")], seconds=60)
    assert told == [Answer(question=0, pair=0, batch=False, columns={"training": "far"})]


def test_a_line_that_a_program_did_not_finish_is_no_answer() -> None:
    whole = '{"question": 0, "pair": 1, "batch": true, "columns": {"a": "far"}}'
    assert parsed(f'{whole}\n{{"question": 0, "pa') == [
        Answer(question=0, pair=1, batch=True, columns={"a": "far"})
    ]


def test_answers_are_kept_as_they_were(tmp_path: Path) -> None:
    answers = {
        "one": [Answer(question=0, pair=0, batch=True, columns={"é": "× 1,000"})],
        "another": [Answer(question=1, pair=2, error="no")],
    }
    keep(tmp_path / "answers.jsonl", answers)
    assert kept(tmp_path / "answers.jsonl") == answers


def test_no_library_calls_home() -> None:
    assert environment()["NML_DISABLE_USAGE_LOGGING"] == "1"


# Ten columns in two batches of two kinds, of which the library called `loud` has three in alarm.
TEN: Final = Question(
    name="no change",
    pairs=[
        Pair(
            reference=Path("r"),
            live=Path("l"),
            groups={NORMALS: ["a", "b", "c"], FIFTIES: ["d", "e"]},
        )
        for _ in range(2)
    ],
)
LOUD: Final = [
    Answer(question=0, pair=0, batch=True, columns={"a": "far", "d": "far", "of no group": "far"}),
    Answer(question=0, pair=1, batch=False, columns={"e": "far"}),
    Answer(question=1, pair=0, batch=True, columns={"b": "of another question"}),
]


def test_columns_in_alarm_are_counted_over_the_batches_that_were_answered() -> None:
    assert list(by_peer(0, TEN, {"loud": LOUD, "ended": [Answer(question=0, pair=0, error="no")]})) == [
        "| no change | batches | normal features | features of 50 categories | batches in alarm | errors |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
        "| loud | 2 | 17 % [0.4, 64] | 50 % [6.8, 93] | 50 % [1.3, 99] | 0 |",
        "| ended | 0 | not asked | not asked | not asked | 1 |",
    ]


def test_intervals_are_those_of_a_table_of_clopper_and_pearson() -> None:
    """Of 0 of 20 and 2 of 20: 0 to 16.8 %, 1.2 to 31.7 %."""
    assert short(Counted(of=20, found=0)) == "0 % [0, 17]"
    assert short(Counted(of=20, found=2)) == "10 % [1.2, 32]"
    assert short(Counted(of=20, found=20)) == "100 % [83, 100]"


def test_a_batch_that_was_moved_on_purpose_is_no_false_alarm_of_a_batch() -> None:
    moved = Question(
        name="1,000,000",
        pairs=[
            Pair(reference=Path("r"), live=Path("l"), groups={NORMALS: ["a"], FIFTIES: ["b"]}),
            Pair(reference=Path("r"), live=Path("m"), groups={MOVED: ["a"]}),
        ],
    )
    answers = [Answer(question=0, pair=0), Answer(question=0, pair=1, batch=True, columns={"a": "far"})]
    line = list(by_peer(0, moved, {"one": answers}))[-1]
    assert line == "| one | 2 | 0 % [0, 98] | 0 % [0, 98] | 100 % [2.5, 100] | 0 % [0, 98] | 0 |"


def test_a_fault_is_named_where_what_happened_is_said_and_not_by_a_score() -> None:
    fault = FAULTS[0]
    asked = Question(
        name="faults",
        pairs=[
            Pair(reference=Path("r"), live=Path("l"), groups={fault.name: [fault.column]}) for _ in range(3)
        ],
    )
    said = ("multiplied by 1,000", "Drift score is 1000.31", None)
    answers = [
        Answer(question=0, pair=place, columns={} if one is None else {fault.column: one})
        for place, one in enumerate(said)
    ]
    found = cell(asked, answers, fault.name)
    assert (found.seen, found.named) == (Counted(of=3, found=2), 1)
    assert list(by_group(0, asked, {"one": answers, "none": []}))[2:] == [
        "| batches | 3 | 0 |",
        f"| {fault.name} | 67 % [9.4, 99], says what in 1 | not asked |",
    ]


@pytest.mark.parametrize("fault", [*FAULTS, *ALONE], ids=lambda fault: fault.name)
def test_no_fault_is_named_by_a_score_alone(fault: Fault) -> None:
    assert not any(SIGNS[fault.name].search(said) for said in SCORES)


def test_what_a_library_ended_with_is_printed_once_with_its_count() -> None:
    answers = [Answer(question=0, pair=place, error="ValueError: no") for place in range(3)]
    assert list(errors({"one": answers, "two": []})) == ["- one, 3 times: ValueError: no"]


def test_drift_itself_is_asked_of_every_fault_and_names_it(tmp_path: Path) -> None:
    """Through its own program, in a process of its own, as the others are."""
    every = [one for one in small_questions(tmp_path) if one.name.startswith(("faults", "numbers", "column"))]
    answers = ask(Peer(library="drift"), every, seconds=300)
    assert [one.error for one in answers] == [None] * len(answers)
    for number, asked in enumerate(every):
        mine = [one for one in answers if one.question == number]
        for group in asked.pairs[0].groups:
            found = cell(asked, mine, group)
            if group == UNTOUCHED:
                assert found.seen.found == 0
            else:
                assert (group, found.seen.share, found.named) == (group, 1.0, found.seen.of)


def small_questions(folder: Path, real: Path | None = None) -> list[Question]:
    """Return all questions with one pair each, that of a million rows with a thousand."""
    from benchmarks.peers import questions as module  # noqa: PLC0415 - its size is made small here

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "MANY_ROWS", 1_000)
        patch.setattr(module, "MANY_PAIRS", 1)
        return list(questions(folder, 1, real))


def test_the_tables_of_all_questions_print_with_a_line_for_each_library_that_answered(tmp_path: Path) -> None:
    every = small_questions(tmp_path)
    one = [Answer(question=number, pair=0) for number in range(len(every))]
    text = "\n".join(tables(every, {"one": one, "two": one[:1]}))
    assert len(re.findall(r"^\| one \|", text, re.MULTILINE)) == 4  # three sizes, and a million rows
    assert len(re.findall(r"^\| two \|", text, re.MULTILINE)) == 1
    assert all(f"| {fault.name} |" in text for fault in (*FAULTS, *ALONE))


def test_the_columns_that_hardly_moved_are_moved_by_just_that(tmp_path: Path) -> None:
    many = next(one for one in small_questions(tmp_path) if one.name.startswith("1,000,000"))
    same, moved = (pl.read_parquet(pair.live) for pair in many.pairs)
    name = many.pairs[1].groups[MOVED][0]
    assert (moved[name] - same[name]).to_list() == pytest.approx([HARDLY] * same.height)


def test_real_tables_are_cut_along_their_time_which_is_no_feature(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    days = pl.datetime_range(pl.datetime(2026, 1, 1), pl.datetime(2026, 1, 10), "1d", eager=True)
    table = pl.DataFrame({"x": range(10), "at": days, "row_order": range(10)})
    table.sample(fraction=1, shuffle=True, seed=1).write_parquet(tmp_path / "real" / "shop.parquet")
    (pair,) = small_questions(tmp_path, tmp_path / "real")[-1].pairs
    assert (pair.time, pair.groups) == ("at", {"shop": ["x"]})
    assert pl.read_parquet(pair.reference)["x"].to_list() == [0, 1, 2, 3, 4]
    assert pl.read_parquet(pair.live)["x"].to_list() == [5, 6, 7, 8, 9]


def test_what_has_not_changed_is_of_one_world() -> None:
    """By scipy's test at a thousandth none of the numbers is apart, and no level is new."""
    before, now = features(4_000, [1, 0]), features(4_000, [1, 1])
    for name, dtype in before.schema.items():
        if dtype.is_numeric():
            told = stats.ks_2samp(before[name].drop_nulls().to_numpy(), now[name].drop_nulls().to_numpy())
            assert told.pvalue > 0.001 / len(before.columns), name
        elif dtype == pl.String and name != "product":
            assert set(now[name].drop_nulls()) == set(before[name].drop_nulls())


def test_each_fault_changes_its_column_and_no_other() -> None:
    healthy = features(1_000, [2, 0])
    changed = broken(healthy, FAULTS)
    touched = {fault.column for fault in FAULTS}
    assert len(touched) == len(FAULTS)
    assert {name for name in healthy.columns if not healthy[name].equals(changed[name])} == touched
    ratio = (changed["trip_seconds"] / healthy["trip_seconds"]).drop_nulls()
    assert set(ratio.round(6)) == {1.0, 1000.0}
    assert (ratio > 1).mean() == pytest.approx(0.2, abs=0.01)
    assert changed["amount"].null_count() == pytest.approx(307, abs=30)
    assert changed["city"].eq("Atlantis").sum() == 20
    nulls = changed.filter(pl.col("city") == "Atlantis")["amount"].null_count()
    assert nulls <= 2  # the 1 % that any row has: leaving out rows with a null hides no other fault
    assert changed["level"].n_unique() == 1
    assert LOST.column not in broken(healthy, [LOST]).columns


def test_a_steady_table_has_as_many_features_of_each_kind() -> None:
    frame = steady(5_000, [3, 0])
    assert {name: len(columns) for name, columns in groups_of(frame).items()} == {NORMALS: 10, FIFTIES: 10}
    assert frame["category 0"].n_unique() == 50


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_each_peer_has_a_program_that_answers_and_imports_only_what_every_environment_has(peer: Peer) -> None:
    tree = ast.parse(peer.program.read_text(encoding="utf-8"))
    named = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    named |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    own = {"benchmarks.peers.programs.asking", *(["drift"] if peer.library == "drift" else [])}
    assert {name for name in named if name not in own and name not in sys.stdlib_module_names} == set()
    last = tree.body[-1]
    assert isinstance(last, ast.Expr)
    assert isinstance(last.value, ast.Call)
    assert ast.unparse(last.value.func) == "answer"


def test_each_peer_is_pinned_and_no_program_is_left_over() -> None:
    assert all("==" in peer.version for peer in PEERS if peer.library != "drift")
    assert {path.stem for path in PROGRAMS.glob("ask_*.py")} == {f"ask_{peer.library}" for peer in PEERS}
    assert len({peer.name for peer in PEERS}) == len(PEERS)


def test_the_document_names_each_library_with_the_version_that_is_installed() -> None:
    lines = DOCUMENT.read_text(encoding="utf-8").splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith("| library | version |"))
    told = {}
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        name, version = (cell.strip() for cell in line.strip("|").split(" | ")[:2])
        told[name] = version
    assert told == {peer.name: peer.version.rpartition("==")[2] or "this one" for peer in PEERS}


def cost(wall: float, processors: float, peak: float) -> Cost:
    return Cost(wall=wall, processors=processors, peak=peak)


def test_ratios_of_a_table_of_speed_are_medians_over_runs_by_the_checks_beside_each() -> None:
    checks = [cost(2, 3, 900), cost(1, 2, 800), cost(4, 4, 1000)]
    check = speed.Runner(name=speed.CHECK, command=(), costs=checks)
    runners = [
        speed.Runner(
            name="slow",
            command=(),
            costs=[cost(30, 50, 2000), cost(50, 60, 3000)],
            beside=[(checks[0], checks[1]), (checks[1], checks[2])],
        ),
        speed.Runner(name="never", command=(), ended=["not done after 300 s of a processor; 5,000 MB"]),
    ]
    assert list(speed.table("10 x 50", check, runners))[2:] == [
        "| drift check | 3 | 2.0 | 3.0 | 900 | 1.0 | 1.0 |",
        "| slow | 2 | 40.0 | 55.0 | 2,500 | 20.0 | 20.0 |",  # 30 / 1.5 and 50 / 2.5; 50 / 2.5 and 60 / 3
        "| never | 0 | not done after 300 s of a processor; 5,000 MB | | | | |",
    ]


def test_a_process_that_is_not_done_within_its_seconds_is_ended_and_said_to_be() -> None:
    busy = speed.Runner(name="busy", command=(sys.executable, "-c", "while True: pass"))
    speed.run_once(busy, speed.Limits(each=1))
    assert busy.costs == []
    assert busy.ended[0].startswith("not done after 1 s of a processor; ")


@pytest.mark.parametrize(
    ("code", "printed", "why"),
    [
        (0, '{"question": 0, "pair": 0, "batch": false, "columns": {}}\n', None),
        (1, '{"schema_version": 1}', None),  # a check whose batch is in breach
        (0, '{"question": 0, "pair": 0, "error": "ValueError: no"}\n', "ended with ValueError: no"),
        (3, "", "ended with 3"),
        (-24, "", "not done after 300 s of a processor"),
    ],
)
def test_a_run_counts_only_where_the_library_gave_a_result(code: int, printed: str, why: str | None) -> None:
    assert speed.reason(code, printed, speed.Limits()) == why
