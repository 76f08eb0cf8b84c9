"""`workbook grade`: a row for everybody, limits that hold, and no work lost."""

import csv
import io
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from test_code import NASTY, text_of
from test_page import parsed
from typer.testing import CliRunner, Result

from workbook import ENDPOINTS
from workbook.__main__ import app
from workbook.check import grade as grading
from workbook.check.errors import Problem
from workbook.check.grade import LENGTH, Grade, grade
from workbook.check.grade import Result as One
from workbook.check.grade_files import HEADER, HERE, NO_SANDBOX, as_csv, as_html
from workbook.check.limits import Limits
from workbook.check.run import run_check
from workbook.check.submissions import Submission
from workbook.check.verdict import Behaviour, Difference, Remark, Verdict

HOLDS = Behaviour("it works", True, False)
BROKEN = Behaviour("it does not work", False, False)
FIND = """
ARGUMENTS = open("/proc/self/cmdline").read().split("\\0")
RESULT = next(each for each in ARGUMENTS if each.endswith("/result"))
"""
# What a submission does, and what is said of it.
HOSTILE = {
    "import os; os._exit(0)": "ended Python (exit status 0)",
    "import os; os.kill(os.getpid(), 37)": "ended by signal 37",
    "while True: print('x' * 100_000)": "File too large, in your line 1",
    "open('sparse', 'wb').truncate(10**11)": "File too large, in your line 1",
    "bytearray(10**11)": "MemoryError, in your line 1",
    "input()": "EOF when reading a line, in your line 1",
    "class E(BaseException): pass\nraise E": "E, in your line 2",
    f"import os{FIND}os.unlink(RESULT); os.mkfifo(RESULT); os._exit(3)": "(exit status 3)",
    f"import os{FIND}os.unlink(RESULT); os.symlink('/dev/zero', RESULT); os._exit(3)": "status 3",
    "import os; os.unlink(__file__); os.mkfifo(__file__); os.abort()": "ended by SIGABRT, in your",
    "import os\nfor i in range(1200): os.mkdir('d'); os.chdir('d')\nos._exit(4)": "(exit status 4)",
    "import faulthandler, time\nfaulthandler.cancel_dump_traceback_later()\n"
    "time.sleep(99)": "still running after 4 seconds",
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[Verdict, float]]:
    def of(source: str) -> tuple[Verdict, float]:
        path = tmp_path_factory.mktemp("hostile") / "main.py"
        path.write_text(source)
        begin = time.monotonic()
        limits = Limits(seconds=4 if "sleep" in source else 60)
        return run_check("get_summary", path, limits), time.monotonic() - begin

    with ThreadPoolExecutor(3) as workers:
        return dict(zip(HOSTILE, workers.map(of, HOSTILE), strict=True))


@pytest.mark.skipif(sys.platform != "linux", reason="the limits are Linux's")
@pytest.mark.parametrize("source", HOSTILE)
def test_whatever_a_submission_does_there_is_a_verdict(
    hostile: Mapping[str, tuple[Verdict, float]], source: str
) -> None:
    verdict, seconds = hostile[source]
    assert not verdict.passed
    assert HOSTILE[source] in verdict.diagnosis
    assert seconds < 30


def test_a_check_stops_when_it_is_told_to(tmp_path: Path) -> None:
    path = tmp_path / "main.py"
    path.write_text("while True: pass")
    stop = Event()
    stop.set()
    begin = time.monotonic()
    assert run_check("get_summary", path, stop=stop).diagnosis == "the check was stopped"
    assert time.monotonic() - begin < 3


def fake(endpoint: str, path: Path, *_: object) -> Verdict:
    """Say in a moment what a check says; the submission is no code but what it shall say."""
    said = path.read_text()
    if said == "interrupt":
        raise KeyboardInterrupt
    if said == "fail":
        raise OSError(28, "No space left on device")
    if said == "right":
        return Verdict(endpoint, behaviours=(HOLDS,))
    return Verdict(endpoint, Problem(said))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(grading, "run_check", fake)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "all").mkdir()
    (tmp_path / "all" / "bob.py").write_text("=1+1 is wrong")
    (tmp_path / "all" / "ana.py").write_text("right")
    (tmp_path / "all" / "=cy").mkdir()
    return tmp_path / "all"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["grade", *map(str, arguments)], env={"COLUMNS": "100"})


def rows(path: Path = Path("grades.csv")) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_a_row_for_each_student_and_endpoint(folder: Path) -> None:
    done = run(folder)
    assert done.exit_code == 0, done.output
    assert " ".join(NO_SANDBOX.split()) in " ".join(done.output.split())
    assert "✓ ana: 6 of 6 solved\n" in done.stdout
    head, *found = rows()
    assert head == ["student", "endpoint", "passed", "diagnosis"]
    students = ["'=cy", "ana", "bob"]
    assert [row[:2] for row in found] == [[name, each] for name in students for each in ENDPOINTS]
    assert {row[2] for row in found if row[0] == "ana"} == {"yes"}
    assert {tuple(row[2:]) for row in found if row[0] == "bob"} == {("no", "'=1+1 is wrong")}
    assert "no main.py" in found[0][3]
    assert Path("grades.csv").read_bytes().startswith(b"\xef\xbb\xbfstudent,endpoint,")
    assert {each.name for each in folder.parent.iterdir()} == {"all", "grades.csv", "grades.html"}


def test_the_same_each_time_and_over_what_is_ours(folder: Path) -> None:
    run(folder, "--jobs", 1)
    first = [Path(name).read_bytes() for name in ("grades.csv", "grades.html")]
    assert run(folder, "--jobs", 8).exit_code == 0
    assert [Path(name).read_bytes() for name in ("grades.csv", "grades.html")] == first


def test_a_check_that_cannot_run_stops_no_other(folder: Path) -> None:
    (folder / "ann.py").write_text("fail")
    assert run(folder).exit_code == 0
    assert [row[2] for row in rows() if row[0] in ("ana", "ann")] == ["yes"] * 6 + ["no"] * 6
    assert "No space left on device" in next(row[3] for row in rows() if row[0] == "ann")


def test_an_interrupt_writes_nothing(folder: Path) -> None:
    (folder / "zoe.py").write_text("interrupt")
    done = run(folder)
    assert (done.exit_code, done.stderr.count("nothing was written")) == (1, 1)
    assert [each.name for each in folder.parent.iterdir()] == ["all"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["missing"], "cannot read missing: No such file or directory"),
        (["all/bob.py"], "cannot read all/bob.py: Not a directory"),
        (["all/=cy"], "no submission in all/=cy"),
        (["all", "--csv", "mine.csv"], "mine.csv exists and is no table of ours"),
        (["all", "--html", "mine.html"], "mine.html exists and is no page of ours"),
        (["all", "--csv", "no/x.csv"], "cannot write no/x.csv: No such file"),
        (["all", "--html", "all"], "all exists and is no page of ours"),
        (["all", "--html", "/dev/full"], "is no page of ours"),
        (["all", "--csv", "x", "--html", "./x"], "name two files"),
    ],
)
def test_what_cannot_be_done_is_said_before_the_work(
    folder: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    monkeypatch.setattr(grading, "run_check", lambda *_: pytest.fail("too late"))
    Path("mine.csv").write_text("student,endpoint,passed,diagnosis,remark\n")
    Path("mine.html").write_text("<!doctype html><title>mine</title>")
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (1, "")
    assert message in done.stderr
    assert "mine" in Path("mine.html").read_text()
    assert {each.name for each in folder.parent.iterdir()} == {"all", "mine.csv", "mine.html"}


def test_of_two_files_the_other_one_is_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = os.replace

    def full(source: str, target: Path) -> None:
        if target.suffix == ".csv":
            raise OSError(28, "No space left on device")
        replace(source, target)

    monkeypatch.setattr("os.replace", full)
    done = run(folder)
    assert (done.exit_code, done.stderr) == (
        1,
        "cannot write grades.csv: No space left on device\n",
    )
    assert {each.name for each in folder.parent.iterdir()} == {"all", "grades.html"}


def test_a_terminal_that_knows_no_such_letter(folder: Path) -> None:
    (folder / "Łukasz 🙂.py").write_text("right")
    done = CliRunner(charset="ascii").invoke(app, ["grade", str(folder)])
    assert done.exit_code == 0, done.output
    assert "? ?ukasz ?: 6 of 6 solved" in done.stdout
    assert rows()[-1][0] == "Łukasz 🙂"


@pytest.mark.parametrize(
    ("verdict", "diagnosis"),
    [
        (Verdict("get_summary", behaviours=(HOLDS,)), ""),
        (Verdict("get_summary"), "no behaviour could be tested"),
        (Verdict("get_summary", behaviours=(HOLDS, BROKEN)), "does not hold: it does not work"),
        (Verdict("get_summary", remarks=(Remark("x", "a\n`b`", True, "", ""),)), "a `b`"),
        (
            Verdict(
                "get_summary",
                behaviours=(BROKEN,),
                difference=("it works", Difference((), "GET /x", "200 1", "200 2")),
            ),
            "does not hold: it works; sent: GET /x; came back: 200 1; expected: 200 2",
        ),
        (Verdict("x", Problem("no '/tmp/workbook-a_b1/home/x.db'")), "no 'home/x.db'"),
        (Verdict("x", Problem("x" * 10_000)), "x" * (LENGTH - 1) + "…"),
    ],
)
def test_what_is_said(monkeypatch: pytest.MonkeyPatch, verdict: Verdict, diagnosis: str) -> None:
    monkeypatch.setattr(grading, "run_check", lambda *_: verdict)
    (found,) = grade([Submission("ana", "main.py")], Limits(), 1)
    assert {each.diagnosis for each in found.results} == {diagnosis}
    assert found.solved == (0 if diagnosis else 6)


def graded(student: str, *diagnoses: str) -> Grade:
    texts = [*diagnoses, *[""] * (6 - len(diagnoses))]
    results = (One(each, not text, text) for each, text in zip(ENDPOINTS, texts, strict=True))
    return Grade(Submission(student, f"{student}/main.py"), tuple(results))


GRADES = [graded(NASTY, "<b>&\"'", "`x<y`"), graded("ana"), graded("bob", *["same"] * 6)]
PAGE = as_html("Grades: <u>", GRADES, ["<i>.zip"], Limits()).decode()
TREE = parsed(PAGE)


def test_the_page_is_whole_and_everything_in_it_is_escaped() -> None:
    tags = {element.tag for element in TREE.iter()}
    assert not tags & {"script", "link", "img", "iframe", "object", "embed", "form", "u", "i", "b"}
    assert not re.search(r"https?:|url\(|@import|\b20\d\d-", PAGE)
    assert NO_SANDBOX in {text_of(element) for element in TREE.iter("p")}
    assert text_of(TREE.find("body/header/h1")) == "Grades: <u>"
    said = [text_of(element) for element in TREE.iter("dd")]
    assert said == ["<b>&\"'", "x<y", "same"]
    assert [text_of(element) for element in TREE.iter("dt")][-1] == "All endpoints"
    assert [text_of(element) for element in TREE.iter("li")] == ["<i>.zip"]


def test_the_table_says_it_without_colour_and_to_a_screen_reader() -> None:
    (table,) = TREE.iter("table")
    assert text_of(table.find("caption"))
    heads = [text_of(each) for each in table.find("thead").iter("th")]
    assert heads == ["Student", "Solved", *ENDPOINTS]
    assert {each.get("scope") for each in table.find("thead").iter("th")} == {"col"}
    body = [[text_of(each) for each in row] for row in table.find("tbody")]
    assert body[0] == [NASTY, "4 of 6", "✗ no", "✗ no", *["✓ yes"] * 4]
    assert body[1] == ["ana", "6 of 6", *["✓ yes"] * 6]
    assert {row[0].get("scope") for row in table.find("tbody")} == {"row"}
    foot = [text_of(each) for each in table.find("tfoot/tr")]
    assert foot == ["Solved by", "10 of 18", "1 of 3", "1 of 3", *["2 of 3"] * 4]


def test_each_name_leads_to_what_is_wrong() -> None:
    links = [element.get("href").removeprefix("#") for element in TREE.iter("a")]
    assert links == [element.get("id") for element in TREE.iter("details")]
    assert len(links) == 2
    # Its colours are those of the review page, whose contrast is tested.
    assert not re.search("#[0-9a-f]{3}|rgb", (HERE / "grade.css").read_text(encoding="utf-8"))


def test_a_table_reads_back_as_it_was() -> None:
    text = as_csv([graded('q"u,o', 'a"b,c\nd')]).decode("utf-8-sig")
    head, first, *_ = csv.reader(io.StringIO(text, newline=""))
    assert (head, first) == (HEADER, ['q"u,o', ENDPOINTS[0], "no", 'a"b,c d'])


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_the_checks(tmp_path: Path, number: signal.Signals) -> None:
    """A real run: what a check has started ends with it, whatever it does about signals."""
    (tmp_path / "all").mkdir()
    source = f"""
import faulthandler, os, signal, time
faulthandler.cancel_dump_traceback_later()
signal.signal({int(number)}, signal.SIG_IGN)
os.fork()
open({str(tmp_path)!r} + f"/pid{{os.getpid()}}", "w").close()
time.sleep(99)
"""
    (tmp_path / "all" / "ana.py").write_text(source)
    command = [sys.executable, "-m", "workbook", "grade", str(tmp_path / "all"), "--jobs", "1"]
    environment = os.environ | {"PYTHONPATH": os.getcwd()}
    process = subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    deadline = time.monotonic() + 60
    while len(list(tmp_path.glob("pid*"))) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(number)
    output, _ = process.communicate(timeout=60)
    assert (process.returncode, b"nothing was written" in output) == (1, True), output
    pids = [int(path.name.removeprefix("pid")) for path in tmp_path.glob("pid*")]
    assert len(pids) == 2
    while any(map(is_running, pids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(is_running, pids))
    assert not list(tmp_path.glob("grades*"))


def is_running(pid: int) -> bool:
    """Tell whether a process is there; one that nobody has waited for yet is not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    about = Path(f"/proc/{pid}/stat")
    return not about.exists() or about.read_text().rpartition(")")[2].split()[0] != "Z"
