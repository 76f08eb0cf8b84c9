"""The X-ray's own distribution, in xray/: all that it imports is in it, or declared.

That it installs, with the oldest versions that it allows, too, and works is tested by
.ci/xray_alone.py.
"""

import ast
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
ALONE = tomllib.loads((ROOT / "xray" / "pyproject.toml").read_text(encoding="utf-8"))
WHOLE = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
REQUIREMENTS = [Requirement(each) for each in ALONE["project"]["dependencies"]]
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


def imports() -> set[str]:
    """Return the modules that those in the wheel import; and, of names, what they are names of."""
    found = set()
    for file in shipped().values():
        for node in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(node, ast.Import):
                found |= {each.name for each in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add(str(node.module))
    return found - {"IPython.core.interactiveshell"}  # only for its type; a notebook has it


def test_the_files_are_those_of_the_workbook() -> None:
    assert {"workbook", "workbook.__main__", "workbook.xray.command"} <= set(shipped())
    assert [str(source) for source in INCLUDED if not (ROOT / "xray" / source).exists()] == []
    assert {str(Path(target)) for target in INCLUDED.values()} == {
        str(Path("workbook", Path(source).name) if source == "../LICENSE" else Path(source[3:]))
        for source in INCLUDED
    }


def test_what_it_imports_of_the_workbook_is_in_it() -> None:
    ours = {name for name in imports() if name.partition(".")[0] == "workbook"}
    assert len(ours) > 30
    assert ours - set(shipped()) == set()


def test_what_else_it_imports_is_declared_and_is_all_that_is_declared() -> None:
    others = {name.partition(".")[0] for name in imports()} - {"workbook"}
    libraries = {canonicalize_name(name) for name in others - sys.stdlib_module_names}
    assert libraries == {canonicalize_name(each.name) for each in REQUIREMENTS}


@pytest.mark.parametrize("requirement", REQUIREMENTS, ids=str)
def test_a_range_has_the_version_that_all_tests_run_with(requirement: Requirement) -> None:
    assert requirement.specifier.contains(version(requirement.name))
    assert [each.operator for each in requirement.specifier] == [">="]


def test_it_is_of_the_same_version_as_the_workbook() -> None:
    for key in ("version", "license", "requires-python"):
        assert ALONE["project"][key] == WHOLE["project"][key]
