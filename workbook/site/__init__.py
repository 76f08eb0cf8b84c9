"""The workbook as a static site: JupyterLite and Pyodide, built here, served, and proved."""
