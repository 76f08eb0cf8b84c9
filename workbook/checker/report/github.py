"""The result of checks on GitHub: annotations at the student's lines, and a table in the summary.

An annotation is a line of output that begins with `::error`. So text of a student's may not hold a
character that ends one, and stands nowhere else in the output: there it could be a command.
"""

import re
from collections.abc import Iterator, Sequence

from workbook.checker.report.one_line import in_one_line, line_of, what_is_wrong
from workbook.checker.verdict import Verdict

DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}  # as GitHub's own @actions/core has it
PROPERTY = DATA | {":": "%3A", ",": "%2C"}
# What can mean something in Markdown or HTML; as a character reference it means only itself.
PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")


def annotations(verdicts: Sequence[Verdict], file: str) -> Iterator[str]:
    """Return what to print: for each verdict a line or more.

    Args:
        verdicts: the results.
        file: the path of the student's file in the repository.

    """
    for each in verdicts:
        if each.check_failed:
            yield _command("error", each.endpoint, what_is_wrong(each))
        elif not each.passed:
            where = {"file": file, "line": str(line_of(each) or 1)}
            yield _command("error", each.endpoint, what_is_wrong(each), where)
        else:
            yield f"{each.endpoint}: solved"
            for remark in each.remarks:
                where = {"file": file, "line": str(line_of(each, remark.sentence) or 1)}
                yield _command("notice", each.endpoint, in_one_line(remark.sentence), where)


def summary(verdicts: Sequence[Verdict]) -> str:
    """Return a table in Markdown."""
    solved = sum(each.passed for each in verdicts)
    lines = [
        f"### {solved} of {len(verdicts)} endpoints solved",
        "",
        "| Endpoint | Solved | Behaviours | Line | What is wrong |",
        "|---|---|---|---|---|",
        *map(_row, verdicts),
    ]
    return "\n".join(lines) + "\n\n"


def _row(verdict: Verdict) -> str:
    wrong = what_is_wrong(verdict)
    said = "not checked" if verdict.check_failed else "✓ yes" if verdict.passed else "✗ no"
    holding = sum(each.holds for each in verdict.asked)
    count = f"{holding} of {len(verdict.asked)}" if verdict.behaviours else "–"
    line = line_of(verdict) if wrong and not verdict.check_failed else 0
    cells = (verdict.endpoint, said, count, str(line or "–"), wrong)
    return f"| {' | '.join(map(_literal, cells))} |"


def _command(name: str, title: str, message: str, where: dict[str, str] | None = None) -> str:
    pairs = (where or {}) | {"title": title}
    properties = ",".join(f"{key}={_escaped(text, PROPERTY)}" for key, text in pairs.items())
    return f"::{name} {properties}::{_escaped(message, DATA)}"


def _escaped(text: str, by: dict[str, str]) -> str:
    return "".join(by.get(each, each) for each in text)


def _literal(text: str) -> str:
    return PUNCTUATION.sub(lambda match: f"&#{ord(match[0])};", text)
