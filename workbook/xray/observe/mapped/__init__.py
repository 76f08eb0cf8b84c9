"""What SQLAlchemy keeps track of: what it is called, and what is in it."""
