"""In the place of piplite, which the kernel imports first, to install packages from an index.

Nothing is installed in the site: what the lessons need is there, and no page asks another server.
"""

import sys
from typing import NoReturn

# Python would look for each module in the working directory first. That is the folder of the page,
# so each look is a request to the page, while hundreds of modules are imported.
sys.path.sort(key=lambda folder: folder == "")


async def install(*_: object, **__: object) -> NoReturn:
    """Say that nothing is installed.

    Raises:
        RuntimeError: always.

    """
    raise RuntimeError("This page installs no packages; on your own computer, `%pip install` does.")
