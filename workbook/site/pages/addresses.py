"""Where a file of the project is in the site, and the links from one page to another."""

import posixpath
import re
from pathlib import PurePosixPath

from workbook.paths import ROOT

START = "index.html"
EXTERNAL = re.compile(r"[a-z]+:|#")


class Addresses:
    """The addresses of one site, and which files of the project its links have asked for.

    Attributes:
        lab: the address of JupyterLite's folder; its name has the version.
        wanted: the files that links lead to, and that are pages of the site.

    """

    def __init__(self, lab: str) -> None:
        self.lab = lab
        self.wanted: list[PurePosixPath] = []

    def run(self, file: str) -> str:
        """Return the address at which JupyterLab opens a file of the project, to run or edit it.

        Each has a workspace of its own: JupyterLab opens what was open in a workspace again, and
        starts a kernel for each of these lessons.
        """
        workspace = PurePosixPath(file).stem
        return f"{self.lab}lab/index.html?workspace={workspace}&path={file}"

    def of(self, file: PurePosixPath) -> str:
        """Return the address of a file of the project; the exercise is opened to be edited."""
        match file.parts:
            case (name,) if name == START:
                return START
            case ("notebooks", _):
                return f"read/{file.stem}.html"
            case ("docs", _) if file.suffix in (".html", ".png"):
                return str(file)
            case ("exercise", _):
                return self.run(str(file))
        return f"source/{file}.html"

    def link(self, href: str, file: PurePosixPath) -> str:
        """Return the link of a page.

        Args:
            href: where it leads in the project.
            file: the file of the project that has it.

        Raises:
            ValueError: it leads to no file.

        """
        if EXTERNAL.match(href):
            return href
        path, hash_sign, fragment = href.partition("#")
        target = PurePosixPath(posixpath.normpath(file.parent / path))
        if not (ROOT / target).is_file():
            raise ValueError(f"{file}: its link {href} leads to no file")
        if target.parts[0] != "exercise":
            self.wanted.append(target)
        return between(self.of(file), self.of(target)) + hash_sign + fragment


def between(page: str, target: str) -> str:
    """Return the relative address of a target, seen from a page; both from the site's root."""
    return posixpath.relpath(target, posixpath.dirname(page) or ".")
