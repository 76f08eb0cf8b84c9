"""Lesson 14 changes a copy of the app, and what it has changed counts from the next import on."""

import subprocess
import sys

from workbook.paths import ROOT

# In a process of its own: what SQLModel knows of all tables is forgotten.
CODE = """
import after_session.models
from pathlib import Path
from workbook.lessons.app_copy import forget_app, go_to_a_copy

go_to_a_copy()
from after_session.models import Expense
models = Path("after_session/models.py")
with models.open("a") as end:
    end.write("    note: str | None = None\\n")
forget_app()
from after_session import models as changed
print(*Expense.model_fields)
print(*changed.Expense.model_fields)
print(changed.__file__ == str(models.absolute()), sorted(map(str, Path().iterdir())))
"""


def test_a_copy_is_changed_and_imported_anew() -> None:
    models = ROOT / "after_session" / "models.py"
    content = models.read_bytes()
    command = [sys.executable, "-W", "error", "-c", CODE]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "id description amount category date",
        "id description amount category date note",
        "True ['after_session', 'migrations', 'pyproject.toml']",
    ]
    assert models.read_bytes() == content
