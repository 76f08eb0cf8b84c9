"""The workbook as a static site: in a browser, without an installation."""
