"""The X-ray: every executed line of an endpoint, and what it did.

`%load_ext workbook.xray` makes `%%xray` known to a notebook.
"""

from workbook.xray.magic import load as load_ipython_extension
from workbook.xray.picture import Trace
from workbook.xray.trace_request import trace

__all__ = ["Trace", "load_ipython_extension", "trace"]
