"""Where the parts of the project are, in a clone of it."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = ROOT / "notebooks"
CONTRACT_TESTS = ROOT / "tests" / "contract"
BEFORE, AFTER = "before_dict_json", "after_session"  # the packages of the two apps
