"""What the server that forks imports beforehand."""

from importlib.util import find_spec

import pytest

from workbook.processes.forks import PRELOADED


@pytest.mark.parametrize("name", PRELOADED)
def test_in_the_workbook_all_of_it_is_there(name: str) -> None:
    """What is not installed is passed over, and so would be a name that is not right any more."""
    assert find_spec(name) is not None
