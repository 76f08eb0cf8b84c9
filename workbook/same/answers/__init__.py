"""Two answers to the same request: where they differ, and what of that is noise."""
