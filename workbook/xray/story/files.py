"""Which headers name their file."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from workbook.xray.entries import Entry, Header, Work


def with_files(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Yield the entries; a header names its file where a reader could take it for another one.

    So it does if two functions have the same name, and if functions are from more than two files:
    then only the endpoint's is known.
    """
    headers = [each for each in entries if isinstance(each, Header)]
    files = dict.fromkeys(each.file for each in headers if each.file)
    of_name: dict[str, set[str]] = {}
    for each in headers:
        of_name.setdefault(each.name, set()).add(each.file)
    known = {each.file for each in headers if each.role == Work.ENDPOINT}
    for entry in entries:
        if isinstance(entry, Header):
            is_far = len(files) > 2 and entry.file not in known
            is_needed = is_far or len(of_name[entry.name]) > 1
            yield replace(entry, file=_short(entry.file, list(files)) if is_needed else "")
        else:
            yield entry


def _short(file: str, files: Sequence[str]) -> str:
    """Return the end of a path by which it differs from the other ones."""
    parts = PurePosixPath(file).parts
    for count in range(1, len(parts)):
        end = parts[-count:]
        if sum(PurePosixPath(each).parts[-count:] == end for each in files) == 1:
            return "/".join(end)
    return file
