"""The X-ray alone: what `workbook trace` and `same`, and a notebook, need of the workbook."""

from workbook.server import Server, serve
from workbook.xray import Trace, trace

__all__ = ["Server", "Trace", "serve", "trace"]
