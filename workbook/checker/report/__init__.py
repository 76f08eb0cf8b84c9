"""A verdict as a reader sees it: `compose` decides what is said, `text` and `html` draw it."""
