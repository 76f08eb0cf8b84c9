"""All pages of the site, written into its folder."""

from pathlib import Path, PurePosixPath

from workbook.lessons.names import LESSONS, file_name
from workbook.paths import ROOT
from workbook.site.pages.addresses import START, Addresses
from workbook.site.pages.documents import generated_page, source_page
from workbook.site.pages.lesson import lesson_page
from workbook.site.pages.offline import write_service_workers
from workbook.site.pages.render import render
from workbook.site.pages.start import start_page


def write(folder: Path, lab: str) -> None:
    """Write the start page, the lessons to read, all that these link to, and the service workers.

    Args:
        folder: the site's root, in which JupyterLite's built site is already.
        lab: the address of that from the root, such as "lab-1.0.0-3f2a9c/".

    Raises:
        ValueError: a lesson is damaged, or a link leads nowhere; it says which.

    """
    addresses = Addresses(lab)
    not_found = render("not_found.html.jinja", title="There is no such page", start=START, lab=lab)
    pages = {START: start_page(addresses, folder).encode(), "404.html": not_found.encode()}
    addresses.wanted += [PurePosixPath("notebooks", file_name(lesson)) for lesson in LESSONS]
    while addresses.wanted:
        file = addresses.wanted.pop()
        if addresses.of(file) not in pages:
            pages[addresses.of(file)] = _content(file, addresses)
    for address, content in pages.items():
        path = folder / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    write_service_workers(folder, lab, pages)


def _content(file: PurePosixPath, addresses: Addresses) -> bytes:
    match file.suffix:
        case ".ipynb":
            return lesson_page(file, addresses).encode()
        case ".html":
            return generated_page(file, addresses).encode()
        case ".png":
            return (ROOT / file).read_bytes()
    return source_page(file, addresses).encode()
