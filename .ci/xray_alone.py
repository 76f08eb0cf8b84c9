"""The X-ray alone, in environments of other projects: with old versions, and with those of today.

In each, `workbook trace` first; then, with the extra that it needs, `workbook same`.

Old are those that its ranges begin with, which can be installed with Python 3.11; of today are
those of constraints.txt.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RANGES = tomllib.loads((ROOT / "xray" / "pyproject.toml").read_text("utf-8"))["project"]
# Python must find the packages in the new environment only.
ENVIRONMENT = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}
NOTEBOOK = """
from workbook.same import same

old, new = "notes_elsewhere.py:create_app", "notes_wrong.py:create_app"
print(same(old, new, examples=5, seed=1, most=1))
"""
# A request, and what its picture must have.
REQUESTS = [
    (
        ["POST", "/notes", '{"text": "two"}'],
        [
            "write(note={'text': 'two'})   — your endpoint",
            '◀ 201   [{"text":"one"},{"text":"two"}]',
        ],
    ),
    (
        ["POST", "/cups", '{"colour": "red"}', "--first", 'POST /cups {"colour": "blue"}'],
        [
            "— dependency",
            "— your endpoint",
            "[transient",
            "[pending",
            "[persistent",
            "INSERT INTO cup (colour) VALUES (?)",
            "SQL      BEGIN",
            "SQL      COMMIT",
            "SELECT cup.id, cup.colour",
            '◀ 201   {"id":2,"colour":"red"}',
        ],
    ),
]


def main() -> None:
    """Install the X-ray into new environments, and trace and compare apps in each.

    Raises:
        SystemExit: if something does not install, or is not as it must be.

    """
    with tempfile.TemporaryDirectory(prefix="xray-") as folder:
        python = ".".join(map(str, sys.version_info[:2]))
        if f">={python}" == RANGES["requires-python"]:
            alone, more = RANGES["dependencies"], RANGES["optional-dependencies"]["same"]
            check(Path(folder, "old"), oldest(alone), oldest(alone, more))
        today = (ROOT / "constraints.txt").read_text("utf-8")
        check(Path(folder, "new"), today, today)


def oldest(*ranges: list[str]) -> str:
    """Return the versions that ranges begin with; of a package in several, that of the last."""
    versions = dict(each.split(">=") for some in ranges for each in some)
    return "\n".join(map("==".join, versions.items()))


def write_apps(folder: Path) -> None:
    """Write the apps, and what imports one as a notebook does.

    Args:
        folder: a new one.

    """
    shutil.copytree(ROOT / ".ci" / "shop", folder / "shop")
    pair = ROOT / "tests" / "shared" / "pairs"
    after = (pair / "notes_after.py").read_text("utf-8")
    (folder / "elsewhere").mkdir()
    for name, text in {
        "elsewhere/colours.py": 'RED = "red"\n',
        "notes_elsewhere.py": f"import colours\n{after}",
        "notes_before.py": (pair / "notes_before.py").read_text("utf-8"),
        # To SQL, NULL is not unlike a text, as None is.
        "notes_wrong.py": after.replace("(Row).order_by", '(Row).where(Row.tag != "").order_by'),
        "notebook.py": NOTEBOOK,
    }.items():
        (folder / name).write_text(text, "utf-8")


def check(folder: Path, alone: str, with_same: str) -> None:
    """Install the X-ray into a new environment, and trace and compare apps in it.

    Args:
        folder: a new one, for the environment and the apps.
        alone: the versions of packages, as constraints, for `workbook trace`.
        with_same: the same for `workbook same`.

    Raises:
        SystemExit: if something does not install, or is not as it must be.

    """
    write_apps(folder)
    python = folder / "environment" / ("Scripts" if os.name == "nt" else "bin") / "python"
    workbook = python.with_name("workbook")

    def run(*command: str | Path, status: int = 0, expected: Sequence[str] = ()) -> str:
        print("$", *command, flush=True)
        variables = ENVIRONMENT | {"PYTHONPATH": str(folder / "elsewhere")}
        done = subprocess.run(command, cwd=folder, env=variables, stdout=subprocess.PIPE)
        text = done.stdout.decode()
        missing = [each for each in expected if each not in text]
        if done.returncode != status or missing:
            sys.exit(f"{text}\nstatus {done.returncode}, missing: {missing}")
        return text

    def install(versions: str, what: str) -> None:
        file = folder / "constraints.txt"
        file.write_text(versions, "utf-8")
        run(python, "-m", "pip", "install", "--no-compile", "-c", file, what)

    run(getattr(sys, "_base_executable", sys.executable), "-m", "venv", folder / "environment")
    install(alone, str(ROOT / "xray"))
    for request, expected in REQUESTS:
        picture = run(workbook, "trace", "shop/main.py", *request, expected=expected)
        if "\n! " in picture:
            sys.exit(picture)
    if json.loads((folder / "shop" / "notes.json").read_text("utf-8")) != [{"text": "one"}]:
        sys.exit("the app's own file has changed")

    before, wrong, elsewhere = (
        f"notes_{e}.py:create_app" for e in ("before", "wrong", "elsewhere")
    )
    same = [workbook, "same", "--examples", "5", "--seed", "1", "--most", "1"]
    extra = f"{ROOT / 'xray'}[same]"
    install_it = f'hypothesis is not installed: pip install \\"{extra}\\""'
    run(*same, before, wrong, "--json", status=2, expected=[install_it])
    install(with_same, extra)
    different = ["✗ GET /api/notes/: fewer items at .notes", "SQL      SELECT"]
    run(*same, before, wrong, status=1, expected=different)
    run(python, "notebook.py", expected=different)
    run(*same, elsewhere, elsewhere, expected=["✓ No difference", "Planted mistakes: "])


if __name__ == "__main__":
    main()
