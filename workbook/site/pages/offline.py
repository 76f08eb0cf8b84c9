"""Offline use: the service workers, with the files that each version of the site has."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).parent
SERVICE_WORKER = "service-worker.js"
CONFIGURATION = "jupyter-lite.json"


def write_service_workers(folder: Path, lab: str, pages: Mapping[str, bytes]) -> None:
    """Write the service worker of the site's root, and the one that takes JupyterLite's place.

    JupyterLite's own stays as it is, in its folder `build/`: ours imports it.

    Args:
        folder: the site's root.
        lab: the address of JupyterLite's folder.
        pages: the content of each page, by its address.

    """
    digest = hashlib.sha256()
    for address, content in sorted(pages.items()):
        digest.update(address.encode() + hashlib.sha256(content).digest())
    ours = f"{lab}{SERVICE_WORKER}"
    files = (path.relative_to(folder / lab) for path in (folder / lab).rglob("*") if path.is_file())
    site = {
        "lab": lab,
        "pages": digest.hexdigest()[:12],
        "page_files": sorted(pages),
        "lab_files": sorted(each.as_posix() for each in files if each.name != SERVICE_WORKER),
    }
    code = (HERE / "service_worker.js").read_text(encoding="utf-8")
    text = f"const SITE = {json.dumps(site, indent=1)};\n{code}"
    for address in (SERVICE_WORKER, ours):
        (folder / address).write_text(text, encoding="utf-8", newline="\n")


def jupyterlite_version(lab: Path) -> str:
    """Return the version of JupyterLite, as its configuration in the built site says."""
    text = (lab / CONFIGURATION).read_text(encoding="utf-8")
    return str(json.loads(text)["jupyter-config-data"]["appVersion"])
