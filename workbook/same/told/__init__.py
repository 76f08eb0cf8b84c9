"""How a verdict is told: in a terminal, in a notebook, on a page."""
