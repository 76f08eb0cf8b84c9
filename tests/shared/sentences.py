"""Sentences of the lessons on what a call sends or makes of an object, held against the sheet."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from workbook.lessons.sheets.calls import all_calls
from workbook.lessons.sheets.measure import Measured, measured

STATES = ("transient", "pending", "persistent", "expired", "deleted", "detached")
VERBS = {"BEGIN", "SELECT", "INSERT", "UPDATE", "DELETE", "COMMIT", "ROLLBACK"}
CALL = r"\*{0,2}`(?P<call>[^`\n]+)`\*{0,2}"
ARTICLE = r"(?:(?:an?|the|one more|only) )?"
VERB = rf"`?(?:{'|'.join(sorted(VERBS))})`?(?![\w`])"
AND = r"(?:, then |, and |, | and |and then | then )"
SENDS = re.compile(
    rf"{CALL} sends (?:(?:nothing|no SQL)\b(?! but| else)"
    rf"|(?P<verbs>{ARTICLE}{VERB}(?:{AND}{ARTICLE}{VERB})*))"
)
LEAVES = re.compile(
    CALL + r" (?:leaves|makes|turns) (?:`?\w+`? ){1,4}?(?:as |into )?\*{1,2}(?P<state>\w+)\*{1,2}"
)
EXPIRES = re.compile(CALL + r" (?:also )?\*{0,2}expires\*{0,2} (?:it|the|them|every|all|its)\b")
ENDS = re.compile(CALL + r" ends \*{1,2}expired\*{1,2}")
OPTION = re.compile(r"^\d\. .*\n?", re.MULTILINE)
FOLDED = re.compile(r"(<details>.*?</details>)", re.DOTALL)
METHODS = {"add", "flush", "commit", "refresh", "get", "exec", "delete", "rollback", "close"}


@dataclass(frozen=True)
class Claim:
    """What a sentence says of a call: the verbs that it sends, or the states it leads to."""

    text: str
    call: str
    sends: tuple[str, ...] | None = None
    leaves: str = ""
    ends_expired: bool = False

    def fault(self) -> str:
        """Say what is wrong with it, or nothing."""
        rows = measured_rows().get(shape(self.call), [])
        if not rows:
            return (
                f"{self.text!r}: the cheat sheet has no row for `{self.call}`; add one to calls.py"
            )
        if any(self.holds(row) for row in rows):
            return ""
        did = "; ".join(
            f"{' '.join(row.sent) or 'nothing'} ({row.before} → {row.after})" for row in rows
        )
        return f"{self.text!r}: measured was {did}"

    def holds(self, row: Measured) -> bool:
        if self.sends is not None:
            named = [verb for verb in row.sent if verb != "BEGIN" or "BEGIN" in self.sends]
            return tuple(named) == self.sends
        if self.ends_expired:
            return "expired" in row.before and "expired" not in row.after
        return self.leaves in re.split(r"\W+", row.after)


def claims(text: str) -> Iterator[Claim]:
    """Yield what a text says in one of the known forms, in its order.

    What is numbered is left out, but for folded answers: to be predicted are false answers, too.
    """
    parts = FOLDED.split(text)  # every second one is folded
    text = "".join(part if i % 2 else OPTION.sub("", part) for i, part in enumerate(parts))
    for found in SENDS.finditer(text):
        verbs = tuple(re.findall("[A-Z]{3,}", found["verbs"] or ""))
        yield Claim(found[0], found["call"], sends=verbs)
    for found in (*LEAVES.finditer(text), *EXPIRES.finditer(text)):
        state = found.groupdict().get("state", "expired")
        if state in STATES:
            yield Claim(found[0], found["call"], leaves=state)
    for found in ENDS.finditer(text):
        yield Claim(found[0], found["call"], ends_expired=True)


@cache
def measured_rows() -> dict[str, list[Measured]]:
    """Return what was measured, by the shape of the call."""
    rows: dict[str, list[Measured]] = {}
    for call in all_calls():
        rows.setdefault(shape(call.code), []).append(measured(call))
    return rows


def shape(call: str) -> str:
    """Return what a call is, whatever its names and values are: `tea.amount` reads an attribute."""
    try:
        (statement,) = ast.parse(call.replace("(...)", "()").replace("…", "")).body
    except (SyntaxError, ValueError):
        return call
    match statement:
        case ast.Assign(targets=[ast.Attribute()]):
            return "set an attribute"
        case ast.Assign(value=value) | ast.Expr(value=value):
            return _of_value(value)
    return call


def _of_value(node: ast.expr) -> str:
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Call() as inner, attr=attr)):
            return (
                _of_value(inner) if attr in ("all", "first", "one", "where", "order_by") else attr
            )
        case ast.Call(func=ast.Attribute(attr="exec"), args=[ast.Call() as statement, *_]):
            return f"exec {_first_name(statement)}"
        case ast.Call(func=ast.Attribute(attr="exec")):
            return "exec select"
        case ast.Call(func=ast.Attribute(attr=attr)):
            return attr
        case ast.Call(func=ast.Name(id=name)):
            return name
        case ast.Attribute(value=ast.Name(id="session"), attr=attr) if attr in METHODS:
            return attr
        case ast.Attribute():
            return "read an attribute"
        case ast.Name(id=name) if name in METHODS:
            return "exec select" if name == "exec" else name
        case ast.Name(id="select"):
            return "select"
    return ast.unparse(node)


def _first_name(node: ast.expr) -> str:
    while isinstance(node, ast.Call | ast.Attribute):
        node = node.func if isinstance(node, ast.Call) else node.value
    return ast.unparse(node)
