"""How requests get to an app: by a server in a thread; and a trace can take them on their way."""
