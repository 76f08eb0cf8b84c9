"""One archive of all libraries: as bytecode, without what the site does not use.

As it is, each file is fetched and unpacked by every visitor: so tests, types, the dialects of other
databases and the command line's parts are left out, and Python's text, which nobody sees there.
"""

import shutil
import zipfile
from fnmatch import fnmatch
from importlib.metadata import files
from pathlib import Path

from workbook.site.archive import HOW, compile_all, pack
from workbook.site.fetch import WITHOUT_WHEEL, digest, kept

SITE_PACKAGES = "/lib/python3.14/site-packages"
KERNEL = "jupyterlite-pyodide-kernel"
IN_KERNEL = Path(__file__).with_name("in_kernel")  # files in the place of the kernel's own
KERNEL_PARTS = ("pyodide_kernel-*", "ipykernel-*")
LEFT_OUT = (
    *("*.pyi", "*.c", "*.h", "*.pyx", "*.pxd", "*/py.typed", "*/RECORD", "*/licenses/*"),
    *("*/tests/*", "sqlalchemy/testing/*", "alembic/testing/*"),
    *("sqlalchemy/dialects/mssql/*", "sqlalchemy/dialects/oracle/*"),
    *("sqlalchemy/dialects/mysql/*", "alembic/templates/*", "anyio/_backends/_trio.py"),
    *("apsw/sqlite_extra_binaries/*", "apsw/*.py", "apsw/_unicode*"),
    *("pydantic/v1/*", "pydantic/mypy.py", "IPython/sphinxext/*"),
    *("IPython/testing/plugin/*", "IPython/terminal/shortcuts/*"),
)
# Of the languages that Pygments colours, those that the kernel and pytest import.
LANGUAGES = "css data diff html javascript jvm lilypond lisp markup perl python ruby shell"
MORE = "__init__ _mapping _css_builtins _lilypond_builtins _scheme_builtins"
KEPT_LEXERS = {f"pygments/lexers/{name}.py" for name in f"{LANGUAGES} {MORE}".split()}
# Whose documentation a reader may ask for, as in `Session.commit?`.
DOCUMENTED = ("fastapi", "httpx", "IPython", "pydantic", "sqlalchemy", "sqlmodel", "starlette")
READ_AS_TEXT = ("anyio/__init__.py",)  # by itself, to see what it can import when it is needed


def libraries(wheels: list[Path], pyodide: Path) -> Path:
    """Return the archive, which is made once of the same wheels.

    Args:
        wheels: of the package index.
        pyodide: the folder of its package, whose Python compiles.

    """
    wheels = [*wheels, *kernel_wheels()]
    ours = (Path(__file__), *HOW, *sorted(IN_KERNEL.rglob("*.py")))
    how = b"".join(path.read_bytes() for path in ours)
    names = " ".join(wheel.name for wheel in wheels).encode()

    def fill(folder: Path) -> None:
        unpacked = folder / "unpacked"
        for wheel in wheels:
            unpack(wheel, unpacked)
        add_python_part(WITHOUT_WHEEL, unpacked)
        without = shutil.ignore_patterns("__pycache__")
        shutil.copytree(IN_KERNEL, unpacked, ignore=without, dirs_exist_ok=True)
        texts = {name: (unpacked / name).read_bytes() for name in READ_AS_TEXT}
        compile_all(unpacked, SITE_PACKAGES, pyodide, DOCUMENTED)
        for name, text in texts.items():
            (unpacked / name).write_bytes(text)
        pack(unpacked, folder / "libraries.zip")
        shutil.rmtree(unpacked)

    return kept(f"libraries-{digest(how + names)}", fill) / "libraries.zip"


def kernel_wheels() -> list[Path]:
    """Return the wheels that the kernel brings with it."""
    found = [Path(str(each.locate())) for each in files(KERNEL) or [] if each.suffix == ".whl"]
    return [path for path in found if any(fnmatch(path.name, part) for part in KERNEL_PARTS)]


def unpack(wheel: Path, folder: Path) -> None:
    """Unpack a wheel, but for what is left out."""
    with zipfile.ZipFile(wheel) as opened:
        for name in opened.namelist():
            if is_needed(name):
                path = Path(opened.extract(name, folder))
                if path.name == "METADATA":  # a description follows after an empty line
                    path.write_bytes(path.read_bytes().partition(b"\n\n")[0] + b"\n")


def is_needed(name: str) -> bool:
    """Tell whether a file of a wheel is used in the site."""
    if name.startswith("pygments/lexers/"):
        return name in KEPT_LEXERS
    return not any(fnmatch(name, pattern) for pattern in LEFT_OUT)


def add_python_part(name: str, folder: Path) -> None:
    """Add a package that is installed here; its compiled part is only faster."""
    for each in files(name) or []:
        if each.suffix == ".py" or each.name == "METADATA":
            target = folder / each
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(str(each.locate()), target)
