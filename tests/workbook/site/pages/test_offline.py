"""The service workers: which files they keep, under a name that no other version has.

What a browser does with them is for the proof in a browser.
"""

import json
from pathlib import Path
from typing import Any

from tests.shared.notebooks import needs_all_lessons
from workbook.site.pages.offline import SERVICE_WORKER, write_service_workers

LAB = "1.0.0-0123abcd/"


def told(file: Path) -> dict[str, Any]:
    text, end, _ = (
        file.read_text(encoding="utf-8").removeprefix("const SITE = ").partition("\n};\n")
    )
    return json.loads(text + end.strip().removesuffix(";"))


@needs_all_lessons
def test_every_file_of_the_site_is_kept(site: Path) -> None:
    kept = told(site / SERVICE_WORKER)
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    workers = {name for name in files if name.endswith(SERVICE_WORKER)}
    assert {*kept["page_files"], *(LAB + name for name in kept["lab_files"])} == files - workers
    assert (kept["lab"], "index.html" in kept["page_files"]) == (LAB, True)


@needs_all_lessons
def test_it_takes_the_place_of_jupyterlites_and_imports_it(site: Path) -> None:
    text = (site / SERVICE_WORKER).read_bytes()
    assert (site / LAB / SERVICE_WORKER).read_bytes() == text
    assert b"importScripts(`${LAB}build/service-worker.js`)" in text
    assert (site / LAB / "build" / SERVICE_WORKER).read_text("utf-8") == "JupyterLite's"


def test_another_content_has_another_name_and_the_same_the_same(tmp_path: Path) -> None:
    (tmp_path / LAB).mkdir()

    def name(content: bytes, address: str = "index.html") -> str:
        write_service_workers(tmp_path, LAB, {address: content, "read/a.html": b""})
        return told(tmp_path / SERVICE_WORKER)["pages"]

    names = [name(b"one"), name(b"two"), name(b"one"), name(b"one", "other.html")]
    assert names[0] == names[2]
    assert len(set(names)) == 3
