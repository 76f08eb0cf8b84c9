"""The expense tracker as it is now: a database session (SQLModel)."""
