"""The expense tracker as it was: a dict, a counter and a JSON file."""
