"""The whole workbook as a static site: built, served, and read without an installation."""
