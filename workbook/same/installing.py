"""How to install the libraries that make up requests: the X-ray alone comes without them."""

import json
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

ALONE = "workbook-xray"  # the distribution of xray/pyproject.toml
SOMEWHERE = "PATH/TO/THE/WORKBOOK/xray"


def install_command() -> str:
    """Return the command; of the X-ray alone, with the folder that it was installed from."""
    try:
        url = distribution(ALONE).read_text("direct_url.json")  # pip writes it, and uv
    except PackageNotFoundError:
        return "pip install hypothesis schemathesis"
    parts = urlsplit(json.loads(url)["url"] if url else "")
    folder = url2pathname(parts.path) if parts.scheme == "file" else ""
    return f'pip install "{folder if folder and Path(folder).is_dir() else SOMEWHERE}[same]"'
