"""The two apps as pairs of files, each cut into sections: a function, a class, the imports."""

from dataclasses import dataclass
from itertools import groupby

from workbook.paths import AFTER, BEFORE, ROOT
from workbook.review.align import LinePair, align_blocks
from workbook.review.blocks import Block, named_blocks

FILES = ["main.py", "database.py", "models.py", "settings.py", "__init__.py"]
IMPORTS = "imports"  # the section of a file's docstring and imports
STORAGE = "storage"  # the section of what only the old main.py has
# What takes the place of an old name, where the new name is different.
COUNTERPARTS = {
    "DATA_FILE": "engine",
    "load_expenses": "prepare_database",
    "save_expenses": "get_session",
    "SavedExpense": "Expense",
}


@dataclass(frozen=True)
class Section:
    """The rows of one piece of a pair of files: a function, a class, a variable, the imports."""

    file: str
    name: str
    rows: tuple[LinePair, ...]

    @property
    def changed(self) -> bool:
        """Whether the two sides differ."""
        return any(row.changed for row in self.rows)

    @property
    def hunks(self) -> list[tuple[LinePair, ...]]:
        """The stretches of changed rows; one that has only blank lines does not count.

        The storage part of the old main.py has its hunks beside database.py, none beside main.py.
        """
        if self.name == STORAGE:
            return []
        changed = [tuple(rows) for is_change, rows in groupby(self.rows, _is_change) if is_change]
        return [rows for rows in changed if any("".join(texts(row)).strip() for row in rows)]


@dataclass(frozen=True)
class FilePair:
    """An old and a new file. `names` are their paths, for the reader."""

    file: str
    names: tuple[str, str]
    sources: tuple[str, str]
    sections: tuple[Section, ...]


def _is_change(row: LinePair) -> bool:
    return row.changed


def texts(row: LinePair) -> tuple[str, str]:
    """Return the old and the new line of a row, "" where there is none."""
    return (row.before[1] if row.before else "", row.after[1] if row.after else "")


def pair(file: str) -> FilePair:
    """Return a pair of files; `database.py` goes beside the storage part of the old `main.py`.

    Raises:
        ValueError: there is no such file.

    """
    if file not in FILES:
        raise ValueError(f"there is no file {file!r} to compare, only {', '.join(FILES)}")
    old_file = "main.py" if file == "database.py" else file
    old, new = _blocks(BEFORE, old_file), _blocks(AFTER, file)
    storage = storage_part()
    if file == "database.py":
        old = [block for block in old if block[0] in storage]
    section_of = {name: STORAGE for name in storage if file == "main.py"}
    sections = [
        Section(file, name, tuple(row for _, rows in group for row in rows))
        for name, group in groupby(
            align_blocks(old, new, COUNTERPARTS),
            key=lambda block: section_of.get(block[0], _section(block[0])),
        )
    ]
    names = (f"{BEFORE}/{old_file}", f"{AFTER}/{file}")
    return FilePair(file, names, (source(BEFORE, old_file), source(AFTER, file)), tuple(sections))


def all_pairs() -> list[FilePair]:
    """Return all pairs of files."""
    return [pair(file) for file in FILES]


def storage_part() -> list[str]:
    """Return what only the old `main.py` has at its top level: the names, in file order."""
    new = {name for name, _ in _blocks(AFTER, "main.py")}
    names = [name for name, _ in _blocks(BEFORE, "main.py")]
    return [name for name in names if name not in new and _section(name) != IMPORTS]


def source(package: str, file: str) -> str:
    """Return the text of a file of one of the apps."""
    return (ROOT / package / file).read_text(encoding="utf-8")


def _blocks(package: str, file: str) -> list[Block]:
    return named_blocks(source(package, file))


def _section(name: str) -> str:
    return IMPORTS if name.startswith(("from ", "import ", "docstring")) else name
