"""The workbook as a static site: built, served, read and run without an installation."""
