"""The way of a request through its function, the session, the pool and the database."""
