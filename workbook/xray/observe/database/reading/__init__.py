"""How rows are read, on a connection that is not the app's."""
