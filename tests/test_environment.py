"""environment.yml: the pins of pyproject.toml, and they install."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
NAMED = ["jupyterlab", "sqlmodel", "fastapi", "httpx", "nbval", "pytest"]


def environment() -> dict:
    return yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))


def pip_part() -> list[str]:
    return environment()["dependencies"][-1]["pip"]


def test_the_pins_are_those_of_pyproject() -> None:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    pins = pyproject["project"]["dependencies"] + pyproject["dependency-groups"]["dev"]
    assert sorted(pip_part()[:-1]) == sorted(pins)
    assert all("==" in pin for pin in pins)


def test_what_the_workbook_is_about_comes_first() -> None:
    assert [pin.partition("==")[0] for pin in pip_part()[:6]] == NAMED


def test_the_project_itself_comes_last() -> None:
    # In just this form Binder sees that it must copy the repository before it installs.
    assert pip_part()[-1] == "-e ."


def test_conda_and_binder_can_read_it() -> None:
    found = environment()
    assert (found["name"], found["channels"]) == ("from-dict-to-session", ["conda-forge"])
    # Without a version of Python in it, Binder would take an old one.
    assert found["dependencies"][:2] == ["python=3.13", "pip"]


def test_it_installs(tmp_path: Path) -> None:
    """Do what conda does with the pip part, in a copy: `-e .` would write into the checkout."""
    project, fresh = tmp_path / "project", tmp_path / "fresh"
    not_copied = shutil.ignore_patterns(".*", "__pycache__", "notebooks", "tests")
    shutil.copytree(ROOT, project, ignore=not_copied)
    (project / "requirements.txt").write_text("\n".join(pip_part()), encoding="utf-8")
    python = fresh / ("Scripts" if os.name == "nt" else "bin") / "python"

    # Python must find the packages in the fresh environment only.
    env = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}

    def run(*command: str | Path) -> str:
        done = subprocess.run(command, cwd=project, env=env, check=True, stdout=subprocess.PIPE)
        return done.stdout.decode()

    if uv := shutil.which("uv"):  # five times as fast as pip
        run(uv, "venv", "--python", sys.executable, fresh)
        run(uv, "pip", "install", "--python", python, "--requirement", "requirements.txt")
    else:
        run(sys.executable, "-m", "venv", fresh)
        run(python, "-m", "pip", "install", "--requirement", "requirements.txt")

    run(python, "-I", "-c", f"import {', '.join(NAMED)}, workbook, before_dict_json, after_session")
    assert run(python, "-m", "pytest", "--version").startswith("pytest 9")
