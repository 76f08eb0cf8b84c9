"""The pages are accessible, as axe sees it, in light and in dark, and have what they link to."""

import pytest

from tests.shared.chromium import Chromium

pytestmark = pytest.mark.browser

AXE = "axe-core@4.14.1"
PAGES = ("", "read/04_create.html")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(chromium: Chromium, address: str, path: str, scheme: str) -> None:
    from workbook.site.fetch import npm_package

    with chromium.context.new_page() as page:
        page.emulate_media(color_scheme=scheme)
        page.goto(address + path)
        page.add_script_tag(path=npm_package(AXE) / "axe.min.js")
        found = page.evaluate("axe.run()")
    assert [(each["id"], each["help"]) for each in found["violations"]] == []
    assert len(found["passes"]) > 10
