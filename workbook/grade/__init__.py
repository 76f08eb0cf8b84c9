"""Grade a class: check every submission in a folder, and write a table and a page."""
