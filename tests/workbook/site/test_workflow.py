"""The workflow that publishes the site: the README's command, and no rights for what runs it."""

import re
from typing import Any

import yaml

from workbook.paths import ROOT

WORKFLOWS = ROOT / ".github" / "workflows"


def read(name: str) -> dict[str, Any]:
    return yaml.safe_load((WORKFLOWS / name).read_text(encoding="utf-8"))


CI, PAGES = read("ci.yml"), read("pages.yml")
STEPS = PAGES["jobs"]["build"]["steps"]


def test_it_builds_as_the_readme_says_and_publishes_that_folder() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    command, folder = re.findall(r"`(uv run [^`]* site)` builds .*?`(\w+)/`", readme, re.DOTALL)[0]
    *_, build, upload = STEPS
    assert build == {"run": command}
    assert upload["uses"].startswith("actions/upload-pages-artifact@")
    assert upload["with"] == {"path": folder}


def test_it_is_set_up_like_the_tests() -> None:
    tests = CI["jobs"]["test"]
    versions = {each["uses"] for each in tests["steps"] if "uses" in each}
    assert versions <= {each.get("uses") for each in STEPS}
    (python,) = [each["with"] for each in STEPS if "setup-python" in each.get("uses", "")]
    assert python["python-version"] in tests["strategy"]["matrix"]["python"]
    assert {"run": f"pip install {tests['strategy']['matrix']['include'][0]['uv']}"} in STEPS


def test_only_the_job_that_runs_nothing_of_ours_may_publish() -> None:
    assert PAGES["permissions"] == {"contents": "read"}
    assert "permissions" not in PAGES["jobs"]["build"]
    publish = PAGES["jobs"]["publish"]
    assert publish["permissions"] == {"pages": "write", "id-token": "write"}
    assert [each["uses"].partition("@")[0] for each in publish["steps"]] == ["actions/deploy-pages"]
    assert all(job["timeout-minutes"] <= 20 for job in PAGES["jobs"].values())
    assert PAGES[True]["push"] == {"branches": ["main"]}  # YAML 1.1 reads `on` as a boolean
