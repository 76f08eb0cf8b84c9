"""pyproject.toml, environment.yml and constraints.txt agree, and name all that is imported.

That the pip part of environment.yml installs is tested by .ci/environment.py.
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import distribution
from pathlib import Path

import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
NAMED = ["jupyterlab", "sqlmodel", "fastapi", "httpx", "nbval", "pytest"]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUNTIME = PYPROJECT["project"]["dependencies"]
DEVELOPMENT = PYPROJECT["dependency-groups"]["dev"]
SITE = PYPROJECT["dependency-groups"]["site"]
CONSTRAINTS = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
COMMAND, PINS = CONSTRAINTS[1].removeprefix("#").strip(), CONSTRAINTS[2:]
PACKAGES = PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]


def environment() -> dict:
    return yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))


def pip_part() -> list[str]:
    return environment()["dependencies"][-1]["pip"]


def test_the_pins_are_those_of_pyproject() -> None:
    pins = RUNTIME + DEVELOPMENT
    assert sorted(pip_part()[:-2]) == sorted(pins)
    assert all("==" in pin for pin in pins)


def test_what_the_workbook_is_about_comes_first() -> None:
    assert [pin.partition("==")[0] for pin in pip_part()[:6]] == NAMED


def test_the_constraints_and_the_project_itself_come_last() -> None:
    # In just these forms Binder sees that it must copy the repository before it installs.
    assert pip_part()[-2:] == ["-c constraints.txt", "-e ."]


def test_conda_and_binder_can_read_it() -> None:
    found = environment()
    assert (found["name"], found["channels"]) == ("from-dict-to-session", ["conda-forge"])
    # Without a version of Python in it, Binder would take an old one.
    assert found["dependencies"][:2] == ["python=3.13", "pip"]


def test_the_constraints_hold_versions_and_nothing_else() -> None:
    # No address of an index, no hash, no path: each would fail for somebody.
    marker = r"(?: ; [a-z_]+ [^#/\\]+)?"
    assert [pin for pin in PINS if not re.fullmatch(rf"[a-z0-9.-]+==[\w.]+{marker}", pin)] == []


def test_the_constraints_say_how_they_are_made_as_the_readme_does() -> None:
    assert COMMAND.startswith("uv export ")
    assert f"\n{COMMAND}\n" in (ROOT / "README.md").read_text(encoding="utf-8")


def needed() -> dict[str, str]:
    """Follow the requirements of what is installed here from the pins of pyproject.toml on."""
    versions: dict[str, str] = {}
    seen = set()
    to_do = [(Requirement(pin), "") for pin in RUNTIME + DEVELOPMENT]
    while to_do:
        requirement, extra = to_do.pop()
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(requirement.name)
        found = distribution(name)  # raises for what is missing
        versions[name] = found.version
        for wanted in {"", *requirement.extras} - {extra for of, extra in seen if of == name}:
            seen.add((name, wanted))
            to_do += [(Requirement(line), wanted) for line in found.requires or []]
    return versions


def test_the_constraints_have_one_version_of_all_that_is_needed_here_and_no_other() -> None:
    here = [pin for pin in map(Requirement, PINS) if not pin.marker or pin.marker.evaluate()]
    assert len({pin.name for pin in here}) == len(here)
    assert {pin.name: str(pin.specifier) for pin in here} == {
        name: f"=={version}" for name, version in needed().items()
    }


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield str(node.module)
        elif not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            yield from imported(node)


def others_in(files: Iterable[Path]) -> set[str]:
    trees = [ast.parse(file.read_bytes()) for file in files]
    modules = {name.partition(".")[0] for tree in trees for name in imported(tree)}
    return {canonicalize_name(each) for each in modules - sys.stdlib_module_names - set(PACKAGES)}


def test_what_the_packages_import_is_declared() -> None:
    ours = set(PACKAGES) - {"exercise"}  # what a student writes there is the student's
    files = {file for package in ours for file in (ROOT / package).rglob("*.py")}
    site = set((ROOT / "workbook" / "site").rglob("*.py"))
    declared = {canonicalize_name(Requirement(pin).name) for pin in RUNTIME}
    assert others_in(files - site) - declared == set()
    assert "fastapi" in others_in(files - site)
    assert (
        others_in(site) - declared - {canonicalize_name(Requirement(p).name) for p in SITE} == set()
    )
