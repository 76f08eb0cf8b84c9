"""JupyterLite's application, with its kernel and its settings."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from workbook.site.contents import EPOCH, write_contents
from workbook.site.own_code import PLACE
from workbook.site.pyodide import write_pyodide

KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
RUNTIME = "static/pyodide"
LARGE = 1_000_000  # bytes
NAME = "From dict to session"
# Parts of its own build, and fonts for browsers in which Python would not run.
UNUSED = (
    "rspack.config*.js",
    "build/fa-*.eot",
    "build/fa-*.svg",
    "build/fa-*.ttf",
    "build/fa-*.woff",
)
ENVIRONMENT = {
    "HOME": "/home/pyodide",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONPATH": PLACE,
    "WORKBOOK_EXERCISE": "/drive/exercise/main.py",  # as the page's editor saves it
}


class BuildError(Exception):
    """JupyterLite was not built; the message is what it said."""


def write_jupyterlite(target: Path, runtime: Path, libraries: Path, code: Path) -> None:
    """Write JupyterLab with its kernel and all its files.

    Args:
        target: the folder, which is made.
        runtime: the folder of the package pyodide of npm.
        libraries: the archive of them.
        code: the archive of our own code.

    Raises:
        BuildError: JupyterLite was not built.

    """
    with tempfile.TemporaryDirectory() as name:
        lite, contents = Path(name, "lite"), Path(name, "contents")
        packages = write_pyodide(lite / RUNTIME, runtime, libraries, code)
        write(lite / "jupyter-lite.json", configuration(packages))
        write(lite / "overrides.json", SETTINGS)
        write_contents(contents)
        command = [sys.executable, "-m", "jupyterlite_core", "build", "--apps", "lab"]
        command += ["--no-sourcemaps", "--no-unused-shared-packages", "--no-libarchive"]
        command += ["--lite-dir", str(lite), "--contents", str(contents)]
        command += ["--output-dir", str(target), "--source-date-epoch", str(EPOCH)]
        done = subprocess.run(command, cwd=name, capture_output=True, text=True)
        if done.returncode:
            raise BuildError(f"JupyterLite was not built: {done.stdout}{done.stderr}")
    for pattern in UNUSED:
        for path in target.glob(pattern):
            path.unlink()
    # Asked whether what looks like a path in an output is a file; without an answer, each of these
    # is an error in the console.
    write(target / "api" / "resolvePath", {"resolved": [], "unresolved": []})
    write_head(target / "lab" / "index.html", target)


SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false"},
    # Light or dark, as the system has it, and so the site's other pages.
    "@jupyterlab/apputils-extension:themes": {"adaptive-theme": True},
    # Who is quick runs a cell before the kernel is there, and would be asked for one.
    "@jupyterlab/notebook-extension:tracker": {"autoStartDefaultKernel": True},
    "@jupyterlab/docmanager-extension:plugin": {"autosaveInterval": 20},
}


def configuration(packages: list[str]) -> dict[str, object]:
    """Return JupyterLite's own settings; `packages` are loaded as the kernel starts."""
    kernel = {
        "pyodideUrl": f"./{RUNTIME}/pyodide.mjs",
        "disablePyPIFallback": True,
        "loadPyodideOptions": {"packages": packages, "env": ENVIRONMENT},
    }
    data = {
        "appName": NAME,
        "exposeAppInBrowser": True,  # the tests steer it
        # The same for each version of the site: what a student wrote stays.
        "contentsStorageName": NAME,
        "litePluginSettings": {KERNEL: kernel},
    }
    return {"jupyter-lite-schema-version": 0, "jupyter-config-data": data}


def write_head(page: Path, site: Path) -> None:
    """Tell the browser at once what JupyterLab will ask for in a few seconds.

    Args:
        page: of JupyterLab.
        site: the folder of JupyterLite.

    """
    large = [path for path in (site / RUNTIME).iterdir() if path.stat().st_size > LARGE]
    links = ['<link rel="icon" href="favicon.ico">']
    links += [f'<link rel="prefetch" href="../{RUNTIME}/{path.name}">' for path in sorted(large)]
    text = page.read_text(encoding="utf-8")
    for old, new in (
        ("<html>", '<html lang="en">'),
        ("<title>JupyterLite</title>", f"<title>{NAME}</title>" + "".join(links)),
    ):
        if text.count(old) != 1:
            raise BuildError(f"{page.name} of JupyterLite is not as expected: it lacks {old}")
        text = text.replace(old, new)
    page.write_text(text, encoding="utf-8")


def write(path: Path, content: object) -> None:
    """Write JSON."""
    path.write_text(json.dumps(content, indent=2), encoding="utf-8")
