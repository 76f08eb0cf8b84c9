"""The two sides are written alike: what a reader compares by name must be there by name."""

import ast
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from workbook import ENDPOINTS

ROOT = Path(__file__).parents[2]
BEFORE, AFTER = "before_dict_json", "after_session"
METHODS = ("app.post(", "app.get(", "app.patch(", "app.delete(")
# What a session takes the place of.
STORAGE_NAMES = {"expenses", "counter", "DATA_FILE", "data_file", "load_expenses", "save_expenses"}
STORAGE_MODULES = {"json", "os", "pathlib"}
IMPORT = ("data_file.py", "import_json.py")  # no part of the app: a command that is run once

both = pytest.mark.parametrize("package", [BEFORE, AFTER])


def modules(package: str, but: Collection[str] = ()) -> list[ast.Module]:
    files = sorted(Path(ROOT, package).glob("**/*.py"))
    return [ast.parse(file.read_text("utf-8")) for file in files if file.name not in but]


def endpoints(package: str) -> dict[str, ast.FunctionDef]:
    main = ast.parse(Path(ROOT, package, "main.py").read_text(encoding="utf-8"))
    functions = [node for node in main.body if isinstance(node, ast.FunctionDef)]
    return {each.name: each for each in functions if route(each)}


def route(function: ast.FunctionDef) -> str:
    """Its method, path, status and response model, as they are written above it."""
    decorators = [ast.unparse(decorator) for decorator in function.decorator_list]
    return next((text for text in decorators if text.startswith(METHODS)), "")


def parameters(function: ast.FunctionDef) -> list[str]:
    """Each parameter but the session, with its type and its default."""
    arguments = function.args.args
    no_defaults = [None] * (len(arguments) - len(function.args.defaults))
    return [
        ast.unparse(argument) + (f" = {ast.unparse(default)}" if default else "")
        for argument, default in zip(arguments, no_defaults + function.args.defaults, strict=True)
        if argument.arg != "session"
    ]


def names(tree: ast.AST) -> Iterator[str]:
    """Every name that the code gives or uses, whatever for; not what stands in a text."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
                yield name
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.alias(name=name):
                yield name
            case ast.keyword(arg=str(name)):
                yield name
            case ast.Global(names=several):
                yield from several


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=aliases):
                yield from (alias.name.partition(".")[0] for alias in aliases)
            case ast.ImportFrom(module=str(module)):
                yield module.partition(".")[0]


def test_both_sides_have_the_same_endpoints_in_the_same_order() -> None:
    assert list(endpoints(BEFORE)) == list(endpoints(AFTER)) == ENDPOINTS


@pytest.mark.parametrize("name", ENDPOINTS)
def test_both_sides_have_the_same_route_and_parameters_but_for_the_session(name: str) -> None:
    before, after = endpoints(BEFORE)[name], endpoints(AFTER)[name]
    assert route(before) == route(after)
    assert parameters(before) == parameters(after)
    assert "session" in [argument.arg for argument in after.args.args]


@both
def test_an_endpoint_has_at_most_ten_lines_and_no_docstring(package: str) -> None:
    for name, function in endpoints(package).items():
        assert function.end_lineno - function.lineno + 1 <= 10, name
        assert ast.get_docstring(function) is None, name


@both
def test_an_app_uses_nothing_of_the_workbook(package: str) -> None:
    assert "workbook" not in {name for tree in modules(package) for name in imported(tree)}


def test_the_old_side_looks_after_a_dict_a_counter_and_a_file() -> None:
    trees = modules(BEFORE)
    assert {name for tree in trees for name in names(tree)} >= STORAGE_NAMES
    assert {name for tree in trees for name in imported(tree)} >= STORAGE_MODULES
    create = ast.walk(endpoints(BEFORE)["create_expense"])
    assert ["counter"] in [node.names for node in create if isinstance(node, ast.Global)]


def test_the_new_side_has_nothing_left_of_them_but_to_import_the_old_file() -> None:
    trees = modules(AFTER, but=IMPORT)
    assert not {name for tree in trees for name in names(tree)} & STORAGE_NAMES
    assert not {name for tree in trees for name in imported(tree)} & STORAGE_MODULES


def test_the_new_app_itself_needs_no_import_of_the_old_file() -> None:
    used = {name for tree in modules(AFTER, but=IMPORT) for name in names(tree)}
    assert not used & {Path(file).stem for file in IMPORT}
    assert BEFORE not in {name for tree in modules(AFTER, but=IMPORT) for name in imported(tree)}
