"""What an app does outside Python's memory and past SQLAlchemy: files, sqlite3, other stores."""
