"""The grades as a table for a spreadsheet, and as an HTML page."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup

from workbook.checker.limits import Limits
from workbook.display.harmless import spreadsheet_cell
from workbook.display.templates import PAGE_CSS, environment
from workbook.endpoints import ENDPOINTS
from workbook.grade.grading import Grade

HERE = Path(__file__).parent
HEADER = ["student", "endpoint", "passed", "diagnosis"]
NO_SANDBOX = (
    "This is not a sandbox: submissions run on your machine with your rights. They can read, "
    "change and delete whatever you can, and their own results too; a process that leaves its "
    "session outlives its check. Run what you do not trust in a container or a virtual machine."
)


def as_csv(grades: Sequence[Grade]) -> bytes:
    """Return a row for each student and endpoint."""
    file = io.StringIO(newline="")  # the csv module ends the lines, as RFC 4180 has it
    rows = csv.writer(file)
    rows.writerow(HEADER)
    for grade in grades:
        for each in grade.results:
            passed = "" if each.check_failed else "yes" if each.passed else "no"
            texts = (grade.submission.student, each.endpoint, passed, each.diagnosis)
            rows.writerow(map(spreadsheet_cell, texts))
    # With a byte order mark: without it Excel reads the file in an old encoding of the machine's.
    return file.getvalue().encode("utf-8-sig")


def is_our_csv(beginning: bytes) -> bool:
    """Tell whether a file is such a table, by the whole of its first line."""
    first = beginning.removeprefix(b"\xef\xbb\xbf").splitlines()[:1]
    return first == [",".join(HEADER).encode()]


def as_page(
    title: str, grades: Sequence[Grade], passed_over: Sequence[str], limits: Limits
) -> bytes:
    """Return the HTML page.

    Args:
        title: what was graded.
        grades: of all students.
        passed_over: what else was in the folder.
        limits: what each check was allowed to use.

    """
    styles = [PAGE_CSS, HERE / "grade.css"]
    page = (
        environment(HERE)
        .get_template("grade.html.jinja")
        .render(
            title=title,
            css=Markup("\n".join(each.read_text(encoding="utf-8") for each in styles)),
            grades=grades,
            endpoints=ENDPOINTS,
            solved=[
                sum(grade.results[i].passed for grade in grades) for i in range(len(ENDPOINTS))
            ],
            passed_over=passed_over,
            limits=limits,
            narrow=_narrow,
            no_sandbox=NO_SANDBOX,
        )
    )
    return page.encode()


def _narrow(name: str) -> Markup:
    """Let the name of an endpoint break anywhere: so six columns fit in 700 pixels."""
    return Markup("_<wbr>").join(name.split("_"))


def is_our_page(beginning: bytes) -> bool:
    """Tell whether a file is such a page."""
    return b'content="workbook grade"' in beginning
