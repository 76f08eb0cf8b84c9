"""What takes the place of threads, sockets and processes in a browser, which has none."""
