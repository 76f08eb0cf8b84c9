"""Processes that run `python -m module`, start quickly, and end when they are told to."""
