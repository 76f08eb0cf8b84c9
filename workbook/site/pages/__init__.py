"""The pages beside JupyterLite: the start, the lessons to read, what they link to, offline use."""

from workbook.site.pages.folder import write

__all__ = ["write"]
