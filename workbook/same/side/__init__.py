"""One of the two apps: a copy of its folder, and the process that runs it for each example."""
