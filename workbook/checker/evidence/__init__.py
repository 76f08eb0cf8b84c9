"""What was seen of an endpoint when it ran."""
