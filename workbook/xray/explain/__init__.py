"""Say in words what a line did, from what was observed."""
