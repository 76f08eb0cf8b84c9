"""What the site's Python has is what the desktop's has, in the same versions."""

import re
import tomllib

from packaging.requirements import Requirement

from workbook.paths import ROOT

FOLDER = ROOT / "workbook" / "site"
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
WANTED = (FOLDER / "packages.in").read_text(encoding="utf-8")
LOCKED = (FOLDER / "packages.txt").read_text(encoding="utf-8")


def versions(lines: list[str]) -> dict[str, str]:
    return {each.name: str(each.specifier) for each in map(Requirement, lines)}


def pins(text: str) -> dict[str, str]:
    return versions(re.findall(r"^[a-z][^\s;\\]+==[^\s;\\]+", text, re.MULTILINE))


def test_the_versions_are_those_of_the_desktop() -> None:
    wanted, locked = pins(WANTED), pins(LOCKED)
    desktop = versions(PYPROJECT["project"]["dependencies"])
    constraints = pins((ROOT / "constraints.txt").read_text(encoding="utf-8"))
    assert {name: desktop[name] for name in wanted if name in desktop} == {
        name: version for name, version in wanted.items() if name in desktop
    }
    assert len(wanted.keys() & desktop.keys()) > 10
    assert wanted.items() <= locked.items()
    both = locked.keys() & constraints.keys()
    assert {name: locked[name] for name in both} == {name: constraints[name] for name in both}


def test_each_has_its_hash_and_no_address() -> None:
    parts = re.split(r"\n(?=[a-z])", LOCKED)[1:]
    assert len(parts) == len(pins(LOCKED))
    assert all("--hash=sha256:" in part for part in parts)
    assert "://" not in LOCKED + WANTED


def test_the_date_is_that_of_the_project() -> None:
    command = " ".join(WANTED.replace("#", "").replace("\\", "").split())
    assert f"--exclude-newer {PYPROJECT['tool']['uv']['exclude-newer']}" in command
    for option in ("--generate-hashes", "--no-emit-index-url", "--python-version 3.14"):
        assert option in command
        assert option in LOCKED.splitlines()[1]
