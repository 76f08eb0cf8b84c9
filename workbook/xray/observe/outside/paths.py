"""Which files are the app's data, and may be read without disturbing it."""

import os
import re
from pathlib import Path

from workbook.paths import is_library
from workbook.xray.observe.outside.audit import sqlite_files

# Opening and closing a SQLite file would drop the locks that this process holds on it. So a file
# that only a variable knows is read if its name says that it is none.
TEXTS = {".json", ".jsonl", ".csv", ".tsv", ".txt", ".log", ".md", ".toml", ".yaml", ".yml", ".xml"}
TEXTS |= {".ndjson", ".ini"}
KNOWN = TEXTS | {".pkl", ".pickle"}
OPENED = KNOWN | {".dat", ".data", ".bin"}
DATABASES = {".db", ".db3", ".sqlite", ".sqlite3", ".sqlite2", ".s3db", ".sl3", ".sdb"}
BESIDE_DATABASES = ("-wal", "-shm", "-journal")
CODE = {".py", ".pyc", ".pyi", ".so", ".ipynb"}
NO_DATA = ("/proc/", "/sys/", "/dev/", "/etc/", "/usr/share/", "/usr/lib/", "/run/")
# The 8 characters with which `tempfile` makes a name that is not taken.
RANDOM = re.compile(r"[a-z0-9_]{8}(?=(?:\.\w+)*$)")


def says_data(path: Path) -> bool:
    """Tell whether the name of a file says that it holds data, and is no database."""
    return not KNOWN.isdisjoint(path.suffixes) and not _is_database(path)


def is_data(path: Path, *, is_written: bool) -> bool:
    """Tell whether a file that the app opens, moves or removes itself is one of data."""
    suffix = path.suffix.lower()
    if _is_database(path) or suffix in CODE or is_library(str(path)):
        return False
    if str(path).startswith(NO_DATA) or {"__pycache__", ".git"}.intersection(path.parts):
        return False
    return is_written or not OPENED.isdisjoint(path.suffixes)


def _is_database(path: Path) -> bool:
    name = path.name.lower()
    return (
        not DATABASES.isdisjoint(Path(name).suffixes)
        or name.endswith(BESIDE_DATABASES)
        or os.path.realpath(path) in sqlite_files
    )


def without_random(name: str) -> str:
    """Return the name of a temporary file without what differs from run to run."""
    return RANDOM.sub("…", name)
