"""Draw the picture: as text, as HTML, as a diagram of states. Nothing here knows SQLAlchemy."""
