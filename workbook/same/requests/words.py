"""The words in an app's source that can be a value: such as "desc", where it compares with that."""

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

WORD = re.compile(r"[\w.:+-]{1,30}")
MANY = 200


@dataclass
class Words:
    """Words of a source.

    Attributes:
        any: all of them.
        named: by the name that the source compares them with.

    """

    any: list[str] = field(default_factory=list)
    named: dict[str, list[str]] = field(default_factory=dict)


def words_in(files: Iterable[Path]) -> Words:
    """Return the words in an app's source, and no sentences or paths."""
    found = Words()
    for file in files:
        try:
            tree = ast.parse(file.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError, SyntaxError):
            continue
        lists = {
            name: _words(*node.value.elts)
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            and isinstance(node.value, ast.List | ast.Tuple | ast.Set)
            for name in _names(node.targets[0])
        }
        for node in ast.walk(tree):
            found.any += _words(node)
            if isinstance(node, ast.Compare):
                values = [word for each in node.comparators for word in _words(*ast.walk(each))]
                values += [
                    w for each in node.comparators for n in _names(each) for w in lists.get(n, [])
                ]
                for name in _names(node.left) if values else []:
                    found.named.setdefault(name, []).extend(values)
    found.any = list(dict.fromkeys(found.any))[:MANY]
    found.named = {name: list(dict.fromkeys(values)) for name, values in found.named.items()}
    return found


def _words(*nodes: ast.AST) -> list[str]:
    texts = [node.value for node in nodes if isinstance(node, ast.Constant)]
    return [text for text in texts if isinstance(text, str) and WORD.fullmatch(text)]


def _names(node: ast.expr) -> list[str]:
    """Return what a compared value is called: `status`, `todo.status` and `todo["status"]`."""
    match node:
        case ast.Name(name) | ast.Attribute(_, name):
            return [name]
        case ast.Subscript(_, ast.Constant(str(name))):
            return [name]
    return []
