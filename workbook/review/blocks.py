"""A module cut into blocks: functions, classes, assignments, imports, each with its name."""

import ast
from functools import lru_cache

Numbered = tuple[int, str]  # a line's number in its file, and its text
Block = tuple[str, list[Numbered]]  # a piece of a module: its name, and its lines


def named_blocks(source: str) -> list[Block]:
    """Split a module into named blocks: a function, a class, an assignment, an import.

    Blank lines and comments belong to the block below them; those below the last are called "end".

    Raises:
        SyntaxError: the source is not Python.

    """
    # Not splitlines(): for it a form feed ends a line, for Python it does not.
    lines = list(enumerate(source.removesuffix("\n").split("\n") if source else [], start=1))
    named: list[Block] = []
    begin = 0
    for node in _body(source):
        end = node.end_lineno or node.lineno
        named.append((_name(node), lines[begin:end]))
        begin = end
    if lines[begin:]:
        named.append(("end", lines[begin:]))
    return named


@lru_cache(maxsize=64)  # one page compares the same few modules again and again
def _body(source: str) -> list[ast.stmt]:
    return ast.parse(source).body


def _name(node: ast.stmt) -> str:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case ast.ImportFrom(module=module):
            return "from " + str(module).rpartition(".")[2]  # before_dict_json.models: models
        case ast.Assign(targets=[target, *_]) | ast.AnnAssign(target=target):
            return ast.unparse(target)
        case ast.Expr(value=ast.Constant()):
            return "docstring"
        case ast.Try(body=[first, *_]):
            return _name(first)
    return ast.unparse(node)
