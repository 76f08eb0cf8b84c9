"""Which lines run, and what the observers saw change between them."""
