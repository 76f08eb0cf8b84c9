"""The exercise: fill in the endpoints, and ask `workbook check` after each."""
