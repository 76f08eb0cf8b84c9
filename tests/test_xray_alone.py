"""The X-ray's own distribution, in xray/: all that it imports is in it, or declared.

That it installs, with the oldest versions that it allows, too, and works is tested by
.ci/xray_alone.py.
"""

import ast
import subprocess
import sys
import tomllib
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from workbook.same.installing import install_command

ROOT = Path(__file__).parents[1]
ALONE = tomllib.loads((ROOT / "xray" / "pyproject.toml").read_text(encoding="utf-8"))
WHOLE = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ALWAYS = [Requirement(each) for each in ALONE["project"]["dependencies"]]
EXTRA = [Requirement(each) for each in ALONE["project"]["optional-dependencies"]["same"]]
INCLUDED = ALONE["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]


def shipped() -> dict[str, Path]:
    """Return the modules in the wheel, by their dotted names."""
    roots = {ROOT / "xray" / source: target for source, target in INCLUDED.items()}
    roots[ROOT / "xray" / "workbook"] = "workbook"
    modules = {}
    for source, target in roots.items():
        for file in [source] if source.is_file() else source.rglob("*.py"):
            if file.suffix == ".py":
                name = Path(target, file.relative_to(source)).with_suffix("")
                modules[".".join(name.parts).removesuffix(".__init__")] = file
    return modules


@cache
def nodes() -> list[ast.AST]:
    """Return the imports and the constants of the modules in the wheel."""
    trees = [ast.parse(file.read_bytes()) for file in shipped().values()]
    return [
        node
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom | ast.Constant)
    ]


def imports() -> set[str]:
    """Return the modules that those in the wheel import; and, of names, what they are names of."""
    found = set()
    for node in nodes():
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(str(node.module))
    return found - {"IPython.core.interactiveshell"}  # only for its type; a notebook has it


def test_the_files_are_those_of_the_workbook() -> None:
    commands = {"workbook.__main__", "workbook.xray.command", "workbook.same.command"}
    assert {"workbook", *commands} <= set(shipped())
    assert [str(source) for source in INCLUDED if not (ROOT / "xray" / source).exists()] == []
    assert {str(Path(target)) for target in INCLUDED.values()} == {
        str(Path("workbook", Path(source).name) if source == "../LICENSE" else Path(source[3:]))
        for source in INCLUDED
    }


def test_what_it_imports_of_the_workbook_is_in_it() -> None:
    ours = {name for name in imports() if name.partition(".")[0] == "workbook"}
    assert len(ours) > 30
    assert ours - set(shipped()) == set()


def test_its_templates_are_in_it() -> None:
    """A file of its own in the wheel brings no template with it, as a folder does."""
    named = {
        Path(node.value).name
        for node in nodes()
        if isinstance(node, ast.Constant) and str(node.value).endswith(".jinja")
    }
    folders = [ROOT / "xray" / source for source in INCLUDED]
    assert len(named) > 5
    assert named <= {file.name for each in folders for file in (each, *each.rglob("*.jinja"))}


def test_what_else_it_imports_is_declared_and_is_all_that_is_declared() -> None:
    others = {name.partition(".")[0] for name in imports()} - {"workbook"}
    libraries = {canonicalize_name(name) for name in others - sys.stdlib_module_names}
    assert libraries == {canonicalize_name(each.name) for each in (*ALWAYS, *EXTRA)}


def test_only_what_same_needs_besides_is_in_its_extra() -> None:
    """Without it, `workbook` starts, and `workbook same` says what to install."""
    only = {each.name for each in EXTRA} - {each.name for each in ALWAYS}
    assert only == {"hypothesis", "schemathesis"}
    script = (
        f"import sys; sys.modules |= dict.fromkeys({sorted(only)})\n"
        "import workbook.xray.command, workbook.same.command, workbook.same\n"
        "workbook.same.same('a', 'b')"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT)
    assert done.stderr.splitlines()[-1].endswith("is not installed: " + install_command())


@pytest.mark.parametrize("requirement", [*ALWAYS, *EXTRA], ids=str)
def test_a_range_has_the_version_that_all_tests_run_with(requirement: Requirement) -> None:
    assert requirement.specifier.contains(version(requirement.name))
    assert [each.operator for each in requirement.specifier] == [">="]


def test_it_is_of_the_same_version_as_the_workbook() -> None:
    for key in ("version", "license", "requires-python"):
        assert ALONE["project"][key] == WHOLE["project"][key]
