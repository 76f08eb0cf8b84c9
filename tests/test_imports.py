"""Which part of the workbook may import which: the contracts are in pyproject.toml."""

import subprocess
import sysconfig
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[1]
MODULES = 12  # of a folder; with more of them nobody finds the one to read
FOLDERS = sorted({path.parent for path in (ROOT / "workbook").rglob("*.py")})


def test_imports_run_down_only() -> None:
    linter = Path(sysconfig.get_path("scripts"), "lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_the_lessons_import_is_for_them_only() -> None:
    """`workbook` itself imports every tool, so a tool that imported it would import all others."""
    assert grimp.build_graph("workbook", cache_dir=None).find_modules_that_directly_import(
        "workbook"
    ) <= {"workbook.__main__"}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda each: str(each.relative_to(ROOT)))
def test_a_folder_can_be_seen_at_a_glance(folder: Path) -> None:
    assert len([path for path in folder.glob("*.py") if path.name != "__init__.py"]) <= MODULES
