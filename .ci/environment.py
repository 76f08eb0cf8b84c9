"""What conda and Binder do with environment.yml: its pip part installs, as pinned, and imports.

A new environment and a copy of the project: `-e .` would write into the checkout.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
IMPORTED = "jupyterlab, sqlmodel, fastapi, httpx, nbval, pytest, workbook, after_session"
# Python must find the packages in the new environment only.
ENVIRONMENT = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}
FREEZE = """
from importlib.metadata import distributions
for found in distributions():
    print(found.name + "==" + found.version)
"""


def main() -> None:
    """Install the pip part into a new environment, and compare what is there then.

    Raises:
        SystemExit: If a version is not that of constraints.txt.
        subprocess.CalledProcessError: If something does not install, or does not import.
    """
    pip_part = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"][-1]
    with tempfile.TemporaryDirectory(prefix="environment-") as folder:
        project, fresh = Path(folder, "project"), Path(folder, "fresh")
        left_out = shutil.ignore_patterns(".*", "__pycache__", "notebooks", "tests")
        shutil.copytree(ROOT, project, ignore=left_out)
        # Where conda and mamba write it, too; so `-c constraints.txt` is found.
        (project / "requirements.txt").write_text("\n".join(pip_part["pip"]), "utf-8")
        python = fresh / ("Scripts" if os.name == "nt" else "bin") / "python"

        def run(*command: str | Path) -> str:
            print("$", *command, flush=True)
            done = subprocess.run(command, cwd=project, env=ENVIRONMENT, check=True, stdout=-1)
            return done.stdout.decode()

        run(getattr(sys, "_base_executable", sys.executable), "-m", "venv", fresh)
        run(python, "-m", "pip", "install", "--no-compile", "-U", "-r", "requirements.txt")
        run(python, "-I", "-c", f"import {IMPORTED}")
        found = {normalized(line) for line in run(python, "-I", "-c", FREEZE).splitlines()}
    pinned = {normalized(line) for line in (ROOT / "constraints.txt").read_text().splitlines()}
    ours = re.compile("(pip|setuptools|wheel|from-dict-to-session)==")
    if others := sorted(line for line in found - pinned if not ours.match(line)):
        sys.exit(f"Installed, but not as in constraints.txt: {', '.join(others)}")


def normalized(pin: str) -> str:
    """Write a pin as uv does.

    Args:
        pin: `Name==version`, with or without a marker.

    Returns:
        `name==version`.
    """
    name, _, version = pin.partition(";")[0].strip().partition("==")
    return f"{re.sub('[-_.]+', '-', name).lower()}=={version}"


if __name__ == "__main__":
    main()
