"""The review page, and what it counts in the code."""
