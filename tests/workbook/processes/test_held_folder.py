"""A held folder is its process's own, whatever other processes delete meanwhile."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from workbook.processes import held_folder as module
from workbook.processes.held_folder import held_folder


@pytest.mark.skipif(os.name == "nt", reason="there are no locks")
@pytest.mark.parametrize("is_deleted_at", ["before", "while", "after"])
def test_a_folder_that_another_deletes_before_it_is_locked_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_deleted_at: str
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    lock: Callable[[str], int | None] = module._locked
    names: list[str] = []

    def locked(name: str) -> int | None:
        names.append(name)
        if len(names) > 1:
            return lock(name)
        if is_deleted_at == "before":
            os.rmdir(name)
        others = lock(name) if is_deleted_at == "while" else None
        try:
            return lock(name)
        finally:
            if is_deleted_at != "before":
                os.rmdir(name)
            if others is not None:
                os.close(others)

    monkeypatch.setattr(module, "_locked", locked)
    with held_folder() as folder:
        assert folder.is_dir()
        assert str(folder) == names[-1]
        with pytest.raises(BlockingIOError):
            lock(str(folder))
        with held_folder() as second:
            assert folder.is_dir()
            assert second != folder
    assert list(tmp_path.iterdir()) == []
