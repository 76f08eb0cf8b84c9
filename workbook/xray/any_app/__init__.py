"""Anybody's app: found by its name, run in a copy of its folder, and what keeps it from running."""
