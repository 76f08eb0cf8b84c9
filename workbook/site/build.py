"""Build the whole site."""

import shutil
import tempfile
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from workbook.site.fetch import PYODIDE, npm_package, wheels
from workbook.site.jupyterlite import write_jupyterlite
from workbook.site.libraries import libraries
from workbook.site.own_code import own_code


def build(output: Path) -> str:
    """Build the site.

    Args:
        output: its folder; what is in it is deleted.

    Returns:
        The folder, in that one, with JupyterLab: it has the site's version in its name, so that a
        browser never mixes two versions.

    """
    runtime = npm_package(PYODIDE)
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=output.parent, prefix=".site-") as name:
        new = Path(name)
        code = new / "workbook.zip"
        own_code(code, runtime)
        made = new / "made"
        write_jupyterlite(made, runtime, [libraries(wheels(), runtime), code])
        shutil.rmtree(output, ignore_errors=True)
        output.mkdir()
        folder = f"{version('from-dict-to-session')}-{content_name(made)}"
        made.replace(output / folder)
    return folder


def content_name(folder: Path) -> str:
    """Return a short name of all that is in a folder."""
    content = sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return content.hexdigest()[:8]
