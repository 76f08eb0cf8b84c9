"""What a script takes from each server's own answers, such as a random id or a token."""

import ast
import re
from collections.abc import Sequence
from dataclasses import replace
from keyword import iskeyword
from typing import Any
from urllib.parse import quote

from workbook.same.answers.places import places
from workbook.same.requests.step import MARK, Step

USED = {"answer", "app", "error", "httpx", "input", "list", "print", "str", "sys", "type", "url"}
SIGN = re.compile(r"(taken\d+fromananswer)")  # stands for a variable; no encoding changes it


class Taken:
    """The values that come from earlier answers, and the variables of the script for them.

    Args:
        old: the answers of OLD.
        new: the answers of NEW.

    """

    def __init__(self, old: Sequence[dict[str, Any]], new: Sequence[dict[str, Any]]) -> None:
        self._answers = list(zip(old, new, strict=False))
        self._names: dict[tuple[int, str], str] = {}  # by the answer's place, and where in it

    def variables(self, place: int) -> list[str]:
        """Return the lines that take what is needed from an answer."""
        return [f"{name} = {where}" for (at, where), name in self._names.items() if at == place]

    def signed(self, place: int, step: Step, old: Step, new: Step) -> tuple[Step, Step]:
        """Return two requests with a sign for each value that the script takes from an answer.

        Args:
            place: of the request.
            step: with its references.
            old: as it was sent to OLD.
            new: as it was sent to NEW.

        """
        for part in ("path", "query", "headers", "body"):
            values = (getattr(each, part) for each in (step, old, new))
            first, second = self._pair(place, *values, is_secret=part == "headers")
            old, new = replace(old, **{part: first}), replace(new, **{part: second})
        return old, new

    def code(self, call: str) -> str:
        """Return Python with variables in place of the signs."""
        if not SIGN.search(call):
            return call
        names = dict(zip(map(_sign, range(len(self._names))), self._names.values(), strict=True))
        return ast.unparse(_Variables(names).visit(ast.parse(call)))

    def _pair(
        self, place: int, step: Any, old: Any, new: Any, *, is_secret: bool
    ) -> tuple[Any, Any]:
        if isinstance(step, dict) and MARK in step:
            before = step["before"]
            values = [str(each).removeprefix(before) if before else each for each in (old, new)]
            # A token may be valid for a while only, so it is taken also if both had the same.
            sign = self._found(place, *values) if is_secret or old != new else ""
            return (before + sign, before + sign) if sign else (old, new)
        if isinstance(step, dict):
            pairs = [
                self._pair(place, step[name], old[name], new[name], is_secret=is_secret)
                for name in step
            ]
            first, second = ([pair[i] for pair in pairs] for i in range(2))
            return dict(zip(step, first, strict=True)), dict(zip(step, second, strict=True))
        if isinstance(step, list | tuple):
            pairs = [
                self._pair(place, *each, is_secret=is_secret)
                for each in zip(step, old, new, strict=True)
            ]
            return [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        return old, new

    def _found(self, place: int, old: Any, new: Any) -> str:
        """Return the sign of the variable for a value; empty: no answer has it, or it is odd."""
        if any(quote(str(each), safe="") != str(each) for each in (old, new)):
            return ""  # a URL would have it in another form
        for at, pair in enumerate(self._answers[:place]):
            for where, key in places(*pair, old, new):
                if (at, where) not in self._names:
                    self._names[at, where] = self._free(key)
                return _sign(list(self._names).index((at, where)))
        return ""

    def _free(self, key: str) -> str:
        name = re.sub(r"\W", "_", key, flags=re.ASCII).lower()
        taken = USED | set(self._names.values())
        good = (f"{name}{i}" if i else name for i in range(len(taken) + 2))
        free = (n for n in good if n.isidentifier() and not iskeyword(n) and n not in taken)
        return next(free, f"value{len(taken)}")


class _Variables(ast.NodeTransformer):
    def __init__(self, names: dict[str, str]) -> None:
        self._names = names

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        if isinstance(node.value, bytes) and SIGN.search(node.value.decode("latin-1")):
            pieces = SIGN.split(node.value.decode("latin-1"))
            texts = [self._names.get(each) or each.encode("latin-1") for each in pieces]
            code = " + ".join(
                f"str({t}).encode()" if isinstance(t, str) else repr(t) for t in texts
            )
            return ast.parse(code, mode="eval").body
        if not isinstance(node.value, str) or not SIGN.search(node.value):
            return node
        if node.value in self._names:
            return ast.Name(self._names[node.value])
        return ast.JoinedStr(
            [
                ast.FormattedValue(ast.Name(self._names[each]), -1)
                if each in self._names
                else ast.Constant(each)
                for each in SIGN.split(node.value)
            ]
        )


def _sign(number: int) -> str:
    return f"taken{number}fromananswer"
