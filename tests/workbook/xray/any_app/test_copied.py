"""A copy has all of an app's folder that the app can need, and nothing that leads out of it."""

import os
import shutil
from pathlib import Path

import pytest

from workbook.xray.any_app.copied import copied
from workbook.xray.any_app.errors import AppError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "todo list"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "a.json").write_bytes(b"[1]")
    (folder / ".env").write_text("A=1")
    return folder


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_it_is_called_like_the_folder_and_goes_away(folder: Path) -> None:
    (folder / "data" / "a.json").chmod(0o440)
    with copied(folder) as copy:
        assert copy.folder.name == "todo list"
        assert names(copy.folder) == [".env", "data", "data/a.json"]
        assert (copy.folder / "data" / "a.json").stat().st_mode & 0o777 == 0o440
        (copy.folder / "new").mkdir(mode=0o500)
        outer = copy.folder.parent
    assert not outer.exists()


def test_what_is_left_out(folder: Path) -> None:
    for name in (".git", "node_modules", "__pycache__", "data/__pycache__"):
        (folder / name).mkdir()
        (folder / name / "x").write_text("x")
    (folder / "my environment").mkdir()
    (folder / "my environment" / "pyvenv.cfg").write_text("")
    with copied(folder) as copy:
        assert names(copy.folder) == [".env", "data", "data/a.json"]


def test_a_folder_that_cannot_be_written_to_can_be_copied(folder: Path) -> None:
    (folder / "data").chmod(0o500)
    try:
        with copied(folder) as copy:
            (copy.folder / "data" / "new").write_text("")
    finally:
        (folder / "data").chmod(0o700)


def test_links(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (outside / "deep").mkdir(parents=True)
    (outside / "deep" / "b.json").write_text("[2]")
    (outside / "round").symlink_to(outside)
    (folder / "inside.json").symlink_to(folder / "data" / "a.json")
    (folder / "data" / "up").symlink_to("..")
    (folder / "file.json").symlink_to(outside / "deep" / "b.json")
    (folder / "outside").symlink_to("../outside")
    (folder / "broken").symlink_to("nowhere")
    (folder / "above").symlink_to(tmp_path)
    with copied(folder) as copy:
        (copy.folder / "inside.json").write_text("[3]")
        assert (copy.folder / "data" / "a.json").read_text() == "[3]"
        assert (copy.folder / "data" / "up").resolve() == copy.folder
        (copy.folder / "file.json").write_text("[4]")
        (copy.folder / "outside" / "deep" / "b.json").write_text("[5]")
        assert (copy.folder / "broken").is_symlink()
        assert (copy.folder / "above").is_symlink()
    assert (folder / "data" / "a.json").read_bytes() == b"[1]"
    assert (outside / "deep" / "b.json").read_text() == "[2]"


def test_pipes_are_left_out(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    with copied(folder) as copy:
        assert "pipe" not in names(copy.folder)
        assert copy.missing == []


def test_what_cannot_be_read_is_known(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = shutil.copy2

    def refuses(source: Path, target: Path) -> object:
        if source.name == "a.json":
            raise PermissionError(13, "Permission denied")
        return real(source, target)

    monkeypatch.setattr(shutil, "copy2", refuses)
    with copied(folder) as copy:
        assert copy.missing == ["data/a.json"]
        assert names(copy.folder) == [".env", "data"]


def test_no_room(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> object:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copy2", fails)
    with pytest.raises(AppError, match="cannot be copied: No space left on device"), copied(folder):
        pass


def test_the_folder_for_temporary_files_may_be_in_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(folder / "data"))
    with copied(folder) as copy:
        assert names(copy.folder) == [".env", "data", "data/a.json"]


def test_too_many_bytes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbook.xray.any_app.copied.BYTES", 1000)
    (folder / "data" / "film").write_bytes(b"x" * 2000)
    with pytest.raises(AppError, match="as far as data"), copied(folder):
        pass
