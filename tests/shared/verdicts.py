"""One verdict of each kind, with texts that would do something where they are shown."""

from tests.shared.student import SOLVED
from workbook.checker.problems import Problem
from workbook.checker.verdict import AnswerMismatch, Behaviour, RaisedError, Remark, Verdict
from workbook.endpoints import ENDPOINTS

CREATE, LIST, GET, UPDATE, DELETE, SUMMARY = ENDPOINTS
HOLDS, BROKEN = Behaviour("it works", True, False), Behaviour("it is right", False, False)
GIVEN = Behaviour("it is there", True, True)
# What would do something on GitHub, in a terminal, in Markdown, on a page.
NASTY = "50%\r\n::error::x\n::add-mask::y ##[error]z %0A::stop|`a`|<b>[c](https://d.e) \x1b[31m*"
LINE = {name: SOLVED[: SOLVED.index(f"def {name}")].count("\n") + 1 for name in ENDPOINTS}
VERDICTS = {
    CREATE: Verdict(CREATE, Problem(NASTY, 7, "x = 1")),
    LIST: Verdict(LIST, behaviours=(HOLDS, BROKEN, GIVEN), source=SOLVED),
    GET: Verdict(
        GET,
        behaviours=(BROKEN,),
        remarks=(Remark("n", "It fails in your line 12: `x`. Then in your line 13", True, "", ""),),
        source=SOLVED,
    ),
    UPDATE: Verdict(
        UPDATE,
        behaviours=(BROKEN,),
        errors=(RaisedError("PATCH /", Problem("KeyError", 99, "x[1]")),),
        source="def (",
    ),
    DELETE: Verdict(
        DELETE,
        behaviours=(HOLDS,),
        remarks=(Remark("n", f"Worth {NASTY}", False, "", ""),),
        source=SOLVED,
    ),
    SUMMARY: Verdict(SUMMARY, check_failed=f"no disk: {NASTY}"),
}
MISMATCH = ("it is right", AnswerMismatch((), "GET /x", "200 1", "200 2"))
