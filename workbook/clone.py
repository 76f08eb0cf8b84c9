"""What the tools need of a clone of the project: an installed wheel has only the packages."""

from importlib import import_module
from pathlib import Path

from workbook.endpoints import ENDPOINTS
from workbook.paths import AFTER, CONTRACT_TESTS, NOTEBOOKS, ROOT

TESTS = (
    ROOT / "tests" / "conftest.py",
    CONTRACT_TESTS / "conftest.py",
    *(CONTRACT_TESTS / f"test_{name}.py" for name in ENDPOINTS),
)
# What a check needs besides: the student's file imports these, and must not be blamed for them.
REFERENCE = tuple(
    ROOT / AFTER / f"{name}.py" for name in ("main", "models", "settings", "database")
)


class NotInCloneError(Exception):
    """Something is missing that a clone of the project has; it says what, and what to do."""


def need(*parts: Path) -> None:
    """See that this is a clone of the project, with these parts of it.

    Raises:
        NotInCloneError: one of them is missing.

    """
    for each in parts:
        if not each.exists():
            name = each.relative_to(ROOT)
            if NOTEBOOKS.is_dir():
                raise NotInCloneError(f"{each} is missing: `git restore {name}` brings it back")
            raise NotInCloneError(
                f"{each} is missing: an installed wheel has only the packages. This works in a "
                "clone of the project: clone it, and run `uv run workbook` in its folder"
            )


def need_for_lessons() -> None:
    """See that the lessons are there.

    Raises:
        NotInCloneError: they are missing.

    """
    need(NOTEBOOKS)


def need_for_checks() -> None:
    """See that checks can be made: the contract tests are there, and so is pytest.

    Raises:
        NotInCloneError: one of them is missing.

    """
    need(*TESTS, *REFERENCE)
    try:
        import_module("pytest")
    except ImportError as error:
        raise NotInCloneError(
            f"pytest, which runs the contract tests, cannot be imported ({error}): "
            "`uv sync` in the project's folder installs it"
        ) from None
