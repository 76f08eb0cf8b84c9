"""Processes that run `python -m module`, quickly, and end when they shall."""
