"""Hostile apps: what they would do outside is refused and named, what they do inside is undone."""

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shared.hostile_app import ANSWERED, ENDPOINT, HEAD, REFUSED
from tests.shared.processes import is_running
from workbook.processes.descendants import descendants
from workbook.same.requests.step import Step
from workbook.same.side.runner import RefusedError, Side, side

pytestmark = pytest.mark.slow

STATE = [Step("GET /state")]


def snapshot(folder: Path) -> list[object]:
    found = [(each, each.lstat()) for each in sorted(folder.rglob("*"))]
    return [(e, s.st_mtime_ns, s.st_mode, s.st_size, s.st_ino) for e, s in found]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Side, Path]]:
    top = tmp_path_factory.mktemp("hostile")
    (top / "app" / "folder").mkdir(parents=True)
    (top / "app" / "folder" / "one").write_text("one")
    (top / "app" / "data").write_text("mine")
    (top / "out").mkdir()
    (top / "out" / "file").write_text("mine")
    (top / "out" / "link").symlink_to("file")
    endpoints = [ENDPOINT.format(i, each) for i, each in enumerate([*REFUSED, *ANSWERED])]
    (top / "app" / "main.py").write_text(HEAD.format(str(top / "out")) + "".join(endpoints))
    before = snapshot(top)
    with side(str(top / "app" / "main.py"), patience=1) as app:
        yield app, top / "out"
    assert snapshot(top) == before


@pytest.mark.parametrize(("does", "named"), REFUSED.items(), ids=REFUSED)
def test_refused_and_named(hostile: tuple[Side, Path], does: str, named: str) -> None:
    app, out = hostile
    before = snapshot(out)
    with pytest.raises(RefusedError) as refused:
        app.run([Step(f"GET /{list(REFUSED).index(does)}")])
    assert named.replace("OUT", str(out)) in str(refused.value).splitlines()[0]
    assert snapshot(out) == before


@pytest.mark.parametrize(("does", "comes"), ANSWERED.items(), ids=ANSWERED)
def test_answered_and_undone(hostile: tuple[Side, Path], does: str, comes: object) -> None:
    app, out = hostile
    before = app.run(STATE).answers, snapshot(out)
    since = time.monotonic()
    ran = app.run([Step(f"GET /{len(REFUSED) + list(ANSWERED).index(does)}")])
    assert time.monotonic() - since < 8
    assert [each["status"] or each["raised"] for each in ran.answers] == [comes]
    assert (app.run(STATE).answers, snapshot(out)) == before
    assert len(descendants(os.getpid())) <= 2, "the process that forks, and the app's"
    if "daemon" in does:
        assert not is_running(int(ran.answers[0]["body"]))
    if "StreamingResponse" in does:
        assert ran.answers[0]["body"] in ("first … and more", "x … and more")
    assert json.loads(before[0][0]["body"])[2] == "mine"
