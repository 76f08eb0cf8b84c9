"""The folder of Pyodide in the site: its own files, the archives, and the list of these."""

import json
import shutil
from hashlib import sha256
from pathlib import Path

RUNTIME = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
LOCK = "pyodide-lock.json"
# The kernel asks for these by name, and would otherwise look for them elsewhere. They are in the
# two archives, but for micropip, which would install, and jedi: completion asks the live objects.
ASKED_FOR = ("micropip", "piplite", "ipykernel", "comm", "pyodide-kernel", "jedi", "ipython")
# An archive without a file.
NOTHING, EMPTY = "nothing.zip", b"PK\5\6" + bytes(18)


def write_pyodide(target: Path, runtime: Path, libraries: Path, code: Path) -> list[str]:
    """Write the folder.

    Args:
        target: the folder, which is made.
        runtime: the folder of the package of npm.
        libraries: the archive of them.
        code: the archive of our own code.

    Returns:
        The names of the packages that it loads.

    """
    target.mkdir(parents=True)
    for name in RUNTIME:
        shutil.copyfile(runtime / name, target / name)
    for archive in (libraries, code):
        shutil.copyfile(archive, target / archive.name)
    (target / NOTHING).write_bytes(EMPTY)
    packages = [entry(libraries.stem, libraries, "site"), entry(code.stem, code, "dynlib")]
    packages += [entry(name, target / NOTHING, "site") for name in ASKED_FOR]
    names = [str(each["name"]) for each in packages]
    info = json.loads((runtime / LOCK).read_text(encoding="utf-8"))["info"]
    lock = {"info": info, "packages": dict(zip(names, packages, strict=True))}
    (target / LOCK).write_text(json.dumps(lock), encoding="utf-8")
    return names


def entry(name: str, file: Path, place: str) -> dict[str, object]:
    """Return what Pyodide has to know of a package; `place` is its name of a folder."""
    return {
        "name": name,
        "version": "0",
        "file_name": file.name,
        "install_dir": place,
        "sha256": sha256(file.read_bytes()).hexdigest(),
        "package_type": "package",
        "imports": [],
        "depends": [],
        "unvendored_tests": False,
    }
