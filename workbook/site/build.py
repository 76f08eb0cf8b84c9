"""Build the whole site."""

import shutil
import tempfile
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from workbook.site import pages
from workbook.site.fetch import PYODIDE, npm_package, wheels
from workbook.site.jupyterlite import write_jupyterlite
from workbook.site.libraries import libraries
from workbook.site.own_code import own_code


def build(output: Path) -> str:
    """Build the site.

    Args:
        output: its folder; what is in it is deleted.

    Returns:
        The name of JupyterLab's folder in it: that has the site's version, so that a browser never
        mixes two of them.

    """
    runtime = npm_package(PYODIDE)
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=output.parent, prefix=".site-") as name:
        code, made, site = (Path(name, each) for each in ("workbook.zip", "made", "site"))
        own_code(code, runtime)
        write_jupyterlite(made, runtime, libraries(wheels(), runtime), code)
        lab = f"lab-{version('from-dict-to-session')}-{content_name(made)}"
        site.mkdir()
        made.replace(site / lab)
        pages.write(site, f"{lab}/")
        shutil.rmtree(output, ignore_errors=True)
        site.replace(output)
    return lab


def content_name(folder: Path) -> str:
    """Return a short name of all that is in a folder."""
    content = sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return content.hexdigest()[:8]
