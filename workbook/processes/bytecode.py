"""Bytecode of the installed packages and of our own, where Python itself keeps none."""

import compileall
import sys
import sysconfig
from importlib.util import cache_from_source, find_spec
from pathlib import Path

from workbook.paths import ROOT

OWN = ("workbook", "before_dict_json", "after_session", "tests")
LATE = "uvicorn"  # packages are compiled in the order of their names
SAID = "Compiling the packages in .venv, once, as PYTHONDONTWRITEBYTECODE is set …"


def compile_packages() -> None:
    """Compile the packages in .venv, and ours, unless that is done or Python does it by and by.

    Where PYTHONDONTWRITEBYTECODE is set, each start would compile all that it imports: 2 seconds.
    uv could do it as it installs, but looks through all files, and says so, at each `uv run`.
    """
    if not sys.dont_write_bytecode or Path(sys.prefix) != ROOT / ".venv":
        return
    spec = find_spec(LATE)
    if spec is None or spec.origin is None or Path(cache_from_source(spec.origin)).exists():
        return
    print(SAID, file=sys.stderr, flush=True)
    for folder in (Path(sysconfig.get_path("purelib")), *(ROOT / name for name in OWN)):
        if folder.is_dir():
            compileall.compile_dir(folder, quiet=2, workers=0)  # some packages carry broken files
