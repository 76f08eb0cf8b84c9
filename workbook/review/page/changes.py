"""What went and what came: the lesson's list, read from the code of both apps."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from workbook.paths import AFTER, BEFORE, ROOT
from workbook.review.pairs import FILES


@dataclass(frozen=True)
class Inventory:
    """The names of one kind, such as functions, that only one side has."""

    kind: str
    gone: tuple[str, ...]
    new: tuple[str, ...]


def inventories() -> list[Inventory]:
    """Return what went and what came, for each kind of name, in the whole of both apps."""
    before, after = (_modules(package) for package in (BEFORE, AFTER))
    kinds: dict[str, Callable[[ast.Module], Iterator[str]]] = {
        "functions": _functions,
        "variables": _variables,
        "classes": _classes,
        "settings": _settings,
        "imported packages": _imports,
    }
    lists = []
    for kind, names in kinds.items():
        old, new = ([n for tree in trees for n in names(tree)] for trees in (before, after))
        gone = (name for name in dict.fromkeys(old) if name not in (*new, BEFORE))
        came = (name for name in dict.fromkeys(new) if name not in (*old, AFTER))
        lists.append(Inventory(kind, tuple(gone), tuple(came)))
    return lists


def file_lines() -> list[tuple[str, int, int]]:
    """Return for each file its number of lines on either side, 0 where there is no such file."""
    sides = []
    for package in (BEFORE, AFTER):
        paths = _files(package)
        sides.append({p.name: len(p.read_text(encoding="utf-8").splitlines()) for p in paths})
    old, new = sides
    return [(name, old.get(name, 0), new.get(name, 0)) for name in sorted({*old, *new})]


def _files(package: str) -> list[Path]:
    """Return the files that are compared: what imports the old data is run once, beside the app."""
    return sorted(path for path in (ROOT / package).rglob("*.py") if path.name in FILES)


def _modules(package: str) -> list[ast.Module]:
    return [ast.parse(path.read_text(encoding="utf-8")) for path in _files(package)]


def _functions(tree: ast.Module) -> Iterator[str]:
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    yield from (node.name for node in tree.body if isinstance(node, kinds))


def _classes(tree: ast.Module) -> Iterator[str]:
    yield from (node.name for node in tree.body if isinstance(node, ast.ClassDef))


def _variables(tree: ast.Module) -> Iterator[str]:
    bodies = (each.body if isinstance(each, ast.Try) else [each] for each in tree.body)
    for node in chain.from_iterable(bodies):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                yield name


def _settings(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name == "Settings":
            yield from (ast.unparse(n.target) for n in node.body if isinstance(n, ast.AnnAssign))


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=aliases):
                yield from (alias.name.partition(".")[0] for alias in aliases)
            case ast.ImportFrom(module=str(module)):
                yield module.partition(".")[0]
