"""Which file SQLite would change, by the name that it is given."""

from urllib.parse import parse_qs, unquote, urlsplit

READ_ONLY = {"ro", "memory"}  # SQLite's modes


def database_file(name: str) -> str:
    """Return the file; empty: none is changed.

    Args:
        name: a path, a URI, or SQLite's name for a database in memory.

    """
    if name.startswith("file:"):
        parts = urlsplit(name)
        if not READ_ONLY.isdisjoint(parse_qs(parts.query).get("mode", [])):
            return ""
        name = unquote(parts.path)
    return "" if name == ":memory:" else name
