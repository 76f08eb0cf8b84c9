"""Modules are imported with a call before each statement: they do what they did, and say where."""

import builtins
import importlib
import inspect
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from workbook.same.side.child.lines import NOTE, Lines

SOURCE = '''\
# -*- coding: latin-1 -*-
"""What it is."""
from __future__ import annotations

import asyncio

NAME = "é"
count = 0


def documented(x: int) -> str:
    """Say it."""
    global count
    count += 1

    def inner() -> int:
        nonlocal x
        x += 1; return x
    return f"{inner()} {NAME}"


class Kept:
    """A class."""

    field: int = 1

    def method(self):
        class Inner:
            """In a function."""
            number = 2
        return Inner.number


def raises(x):
    try:
        if x:
            raise ValueError(
                "of three lines"
            )
        elif x is None:
            return "none"
        else:
            return [n for n in range(3)]
    except KeyError:
        pass
    finally:
        match x:
            case 1:
                count
            case _:
                "only a text"


def numbers():
    got = yield 1
    while got:
        got = yield got
    for _ in (): pass
    with open(__file__, encoding="latin-1") as file:
        yield file.readline()


async def waits():
    async with asyncio.timeout(1):
        return await asyncio.sleep(0, "done")
'''


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    yield tmp_path
    for name in ("an_app", "an_app_library"):
        sys.modules.pop(name, None)


def imported(name: str) -> ModuleType:
    sys.modules.pop(name, None)
    return importlib.import_module(name)


def what_it_does(module: ModuleType) -> list[object]:
    told: list[object] = [module.documented(1), module.Kept().method(), module.count]
    told += [module.__doc__, module.documented.__doc__, inspect.signature(module.documented)]
    told += [module.raises(None), module.raises(0), inspect.getsource(module.raises)]
    try:
        module.raises(1)
    except ValueError as error:
        told.append(traceback.format_exc(limit=-1) + str(error))
    generator = module.numbers()
    told += [next(generator), generator.send(5), next(generator)]
    return [*told, module.asyncio.run(module.waits())]


def test_it_does_the_same_and_the_statements_that_ran_are_known(folder: Path) -> None:
    (folder / "an_app.py").write_text(SOURCE, "latin-1")
    plain = what_it_does(imported("an_app"))
    lines = Lines(folder)
    with lines.noted():
        assert what_it_does(imported("an_app")) == plain
    ran = {line for name, line in lines.taken() if name == "an_app.py"}
    # Not: `pass` after what is not caught, or in a loop without a round; a docstring; `global`.
    assert ran == {14, 16, 18, 19, 28, 31, 35, 36, 37, 40, 41, 43, 47, 49, 55, 56, 57, 58, 59, 60,
                   64, 65}  # fmt: skip
    assert lines.taken() == []
    assert not hasattr(builtins, NOTE)


def test_what_is_wrong_is_said_as_without(folder: Path) -> None:
    for source in ("def f(:\n", "def f():\n  return\n return 1\n", "\x00", "return 1\n"):
        (folder / "an_app.py").write_text(source, "utf-8")
        said = []
        for each in (Lines(folder).noted, Lines(folder / "another").noted):
            with each(), pytest.raises((SyntaxError, ValueError)) as caught:
                imported("an_app")
            said.append("".join(traceback.format_exception_only(caught.value)))
        assert said[0] == said[1]


def test_a_library_is_left_as_it_is(folder: Path) -> None:
    library = folder / "site-packages"
    library.mkdir()
    (library / "an_app_library.py").write_text("def f():\n    return 1\n", "utf-8")
    sys.path.insert(0, str(library))
    lines = Lines(folder)
    with lines.noted():
        assert imported("an_app_library").f() == 1
    sys.path.remove(str(library))
    assert lines.taken() == []
