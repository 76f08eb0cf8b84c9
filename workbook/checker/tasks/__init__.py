"""The tasks that come after the endpoints: their names, their hints, and how they start."""
