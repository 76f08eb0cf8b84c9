"""In the place of the kernel's own: nothing is mocked.

Alembic asks the real `fcntl` for the width of the terminal, and copes when there is none.
"""


def apply_mocks() -> None:
    """Do nothing; the kernel calls it as it starts."""
