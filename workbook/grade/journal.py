"""What has been checked already: a file beside the table, so that a grading can go on.

One line of JSON for each check, written when it is over; the first line says with what it was
made. Of the last one a half may be there, if the computer failed.
"""

import hashlib
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from threading import Lock

from pydantic import TypeAdapter, ValidationError

from workbook.checker.limits import Limits
from workbook.checker.report.one_line import in_one_line
from workbook.endpoints import ENDPOINTS
from workbook.files.atomic_file import may_write
from workbook.grade.result import Result
from workbook.paths import ROOT

MADE_BY = "workbook grade"
SUFFIX = ".journal"
BEGIN = b'{"journal of": "workbook grade", "with": "'
# What a grade depends on, besides the submission and the limits.
FILES = (
    "workbook/**/*.py",
    "workbook/**/*.toml",
    "after_session/*.py",
    "tests/conftest.py",
    "tests/contract/*.py",
)
LINE = TypeAdapter(tuple[str, Result])  # the key of a text, and one of its results
PACKAGES = ("fastapi", "httpx", "pydantic", "pytest", "sqlalchemy", "sqlmodel", "starlette")


class Journal:
    """The results of checks, by the text that was checked.

    Results of another version of the project, its packages or Python, or under other limits, are
    forgotten.

    Args:
        csv: the table of grades; the journal is beside it, and made with the first result.
        limits: what each check may use.

    Attributes:
        path: of the file.
        trouble: why results cannot be kept any more; empty: they can.

    Raises:
        ValueError: the file cannot be written or read, or is not a journal.

    """

    def __init__(self, csv: Path, limits: Limits) -> None:
        self.path = csv.with_name(f"{csv.stem}{SUFFIX}")
        self.trouble = ""
        self._head = BEGIN + f'{made_with(limits)}"}}\n'.encode()
        self._lock = Lock()
        self._results: dict[tuple[str, str], Result] = {}
        target = may_write(self.path, MADE_BY, is_journal)
        try:
            raw = target.read_bytes() if target.exists() else b""
        except OSError as error:
            raise ValueError(f"cannot read {self.path}: {error.strerror}") from None
        self._is_begun = raw.startswith(self._head)
        # After half a line a new one begins.
        self._before = b"" if raw.endswith(b"\n") else b"\n"
        if self._is_begun:
            self._results = {(key, each.endpoint): each for key, each in _lines(raw)}

    def __len__(self) -> int:
        return len(self._results)

    def knows(self, text: bytes) -> bool:
        """Tell whether all endpoints of a text are known."""
        key = key_of(text)
        return all(self.find(key, each) for each in ENDPOINTS)

    def find(self, key: str, endpoint: str) -> Result | None:
        """Return the result of an endpoint of a text; None: it is not known."""
        return self._results.get((key, endpoint))

    def add(self, key: str, result: Result) -> None:
        """Keep a result; if it cannot be written, only for now."""
        line = LINE.dump_json((key, result)) + b"\n"
        with self._lock:
            self._results[key, result.endpoint] = result
            if self.trouble:
                return
            new = line if self._is_begun else self._head + line
            try:
                # At once and whole, so that nothing is lost whatever ends this process.
                with self.path.open("ab" if self._is_begun else "wb", buffering=0) as file:
                    data = self._before + new if self._is_begun else new
                    if file.write(data) < len(data):
                        self.trouble = f"cannot write all of {self.path}: is the disk full?"
            except OSError as error:  # a full disk must not end the grading
                self.trouble = f"cannot write {self.path}: {error.strerror}"
            self._is_begun, self._before = True, b""


def key_of(text: bytes) -> str:
    """Return what the results of a text are known by."""
    return hashlib.sha256(text).hexdigest()


def is_journal(beginning: bytes) -> bool:
    """Tell whether a file is a journal, by its beginning; or empty, as when the disk was full."""
    return beginning.startswith(BEGIN) or not beginning


def made_with(limits: Limits) -> str:
    """Return a hash of what the grades depend on, besides the submissions."""
    said = [sys.version, repr(limits), *(f"{each} {version(each)}" for each in PACKAGES)]
    found = hashlib.sha256("\n".join(said).encode())
    for path in sorted(path for pattern in FILES for path in ROOT.glob(pattern)):
        found.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return found.hexdigest()


def _lines(raw: bytes) -> Iterator[tuple[str, Result]]:
    for line in raw.splitlines()[1:]:
        with suppress(ValidationError):  # it is not whole: that check is made again
            key, result = LINE.validate_json(line)
            # A submission may have written here.
            yield key, replace(result, diagnosis=in_one_line(result.diagnosis))
