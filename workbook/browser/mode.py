"""Whether the workbook runs in a browser, or has to do as if it did."""

import os
import sys

# On the desktop the variable lets everything go the browser's way, so that tests can follow it.
IN_BROWSER = sys.platform == "emscripten" or os.environ.get("WORKBOOK_IN_BROWSER") == "1"
