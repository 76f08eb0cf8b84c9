"""The tasks that come after the endpoints, one function each, and the file that they are in."""

from workbook.endpoints import known
from workbook.typed import as_command

FILE = "exercise/after_the_switch.py"
# In the order of the lessons, and of the file.
TASKS = ["pay_with_card", "import_expenses", "add_currency", "test_delete"]


def known_exercise(name: str) -> str:
    """Return the name of an endpoint or a task, if there is one of this name.

    Args:
        name: such as "create_expense" or "pay_with_card".

    Raises:
        ValueError: it is neither.

    """
    if name in TASKS:
        return name
    try:
        return known(name)
    except ValueError as error:
        raise ValueError(f"{error}; and no such task, only {', '.join(TASKS)}") from None


def resetting(name: str | None) -> str:
    """Return the command that makes the file of an endpoint or a task again."""
    return as_command("reset", *([name] if name in TASKS else []))
