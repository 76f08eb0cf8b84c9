"""`%%xray` runs in IPython as any other cell does, also one that awaits something."""

import asyncio
import sys
from collections.abc import Iterator

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from workbook import Trace
from workbook.xray import load_ipython_extension
from workbook.xray.entries import Step

AWAITS = """\
import asyncio
async def double(number):
    await asyncio.sleep(0)
    return number * 2
first = await double(2)
async with asyncio.timeout(1):
    found = await asyncio.gather(double(3), double(4))
total = first + sum(found)
"""


@pytest.fixture
def shell() -> Iterator[InteractiveShell]:
    config = Config()
    config.HistoryManager.enabled = False
    hooks = sys.displayhook, sys.excepthook
    shell = InteractiveShell(config=config)
    load_ipython_extension(shell)
    load_ipython_extension(shell)  # twice, as a reader may
    yield shell
    sys.displayhook, sys.excepthook = hooks


def run(shell: InteractiveShell, cell: str) -> Trace:
    result = shell.run_cell(f"%%xray\n{cell}")
    result.raise_error()
    assert isinstance(result.result, Trace)
    assert (result.result.troubles, sys.gettrace()) == ([], None)
    return result.result


def lines(picture: Trace) -> list[str]:
    return [each.source for each in picture.entries if isinstance(each, Step)]


def test_a_cell_without_await(shell: InteractiveShell) -> None:
    assert lines(run(shell, "one = 1\ntwo = one + 1")) == ["one = 1", "two = one + 1"]
    assert shell.user_ns["two"] == 2


def test_a_cell_that_awaits(shell: InteractiveShell) -> None:
    picture = run(shell, AWAITS)
    assert shell.user_ns["total"] == 18
    assert lines(picture)[-1] == "total = first + sum(found)"
    assert lines(picture).count("return number * 2") == 3
    assert "object   total = 18" in repr(picture)
    assert "your cell goes on" in repr(picture)


def test_it_runs_in_the_loop_of_the_other_cells(shell: InteractiveShell) -> None:
    made = "future = asyncio.get_running_loop().create_future()"
    shell.run_cell(f"import asyncio\n{made}\nawait asyncio.sleep(0)").raise_error()
    run(shell, "future.set_result(5)\nfive = await future")
    assert shell.user_ns["five"] == 5


def test_an_error_after_an_await_is_in_the_picture(shell: InteractiveShell) -> None:
    picture = run(shell, "import asyncio\nawait asyncio.sleep(0)\n1 / 0")
    assert isinstance(picture.error, ZeroDivisionError)
    assert "✗        raises: ZeroDivisionError" in repr(picture)


def test_the_picture_is_kept_under_a_name(shell: InteractiveShell) -> None:
    shell.run_cell("%%xray kept\nimport asyncio\nawait asyncio.sleep(0)").raise_error()
    assert isinstance(shell.user_ns["kept"], Trace)


def test_a_mistake_in_the_cell_is_pythons_to_say(shell: InteractiveShell) -> None:
    result = shell.run_cell("%%xray\nawait (")
    assert isinstance(result.error_in_exec or result.error_before_exec, SyntaxError)


def test_in_a_loop_that_runs_already(shell: InteractiveShell) -> None:
    async def cell() -> Trace:
        result = await shell.run_cell_async(
            "%%xray\nimport asyncio\nawait asyncio.sleep(0)\nthree = 3",
            transformed_cell=shell.transform_cell(
                "%%xray\nimport asyncio\nawait asyncio.sleep(0)\nthree = 3"
            ),
        )
        result.raise_error()
        return result.result

    assert isinstance(asyncio.run(cell()), Trace)
    assert shell.user_ns["three"] == 3
