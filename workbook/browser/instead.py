"""What else takes another's place in a browser, in Python and in libraries, put there at once."""

from workbook.browser import deep_json, one_thread, portal, sqlite_locks


def install() -> None:
    """Put it there, for as long as this process runs."""
    for each in (one_thread, portal, sqlite_locks, deep_json):
        each.install()
