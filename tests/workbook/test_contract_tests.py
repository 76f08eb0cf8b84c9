"""`workbook.contract_tests`: the contract tests, run from a notebook."""

import pytest

from workbook import contract
from workbook.contract_tests import Contract

FOUND = "answers the expense as it was created"
NOT_FOUND = "does not find an id that was never used"


@pytest.fixture(scope="module")
def misbehaving() -> Contract:
    return contract("get_expense", change=("status_code=404", "status_code=410"))


def test_contract_says_that_both_apps_have_every_behaviour() -> None:
    result = contract("get_expense")
    assert result.broken == []
    assert set(result.results[f"get expense {FOUND}"]) == {"before_dict_json", "after_session"}
    assert f"✓ yes             ✓ yes          get expense {FOUND}\n" in repr(result)
    assert "✓ yes" in result._repr_html_()
    assert repr(result).endswith(f"All {len(result.results)} behaviours hold.")


def test_contract_names_what_a_change_breaks(misbehaving: Contract) -> None:
    assert misbehaving.implementations == ("changed",)
    assert f"get expense {NOT_FOUND}" in misbehaving.broken
    text = repr(misbehaving)
    assert f"✗ NO     get expense {NOT_FOUND}\n" in text
    assert f"✓ yes    get expense {FOUND}\n" in text
    broken, all_ = len(misbehaving.broken), len(misbehaving.results)
    assert 0 < broken < all_
    assert text.endswith(f"{broken} of {all_} behaviours are broken.")


def test_contract_tells_a_change_that_does_not_even_start_from_one_that_misbehaves(
    misbehaving: Contract,
) -> None:
    result = contract("get_expense", change=("    db_expense =", "    db_expense (="))
    assert list(result.results) == list(misbehaving.results)
    assert result.broken == list(result.results)
    said = "The app does not start: SyntaxError: invalid syntax, line "
    for text in (repr(result), result._repr_html_()):
        assert said in text
        assert "behaviours are broken" not in text
    assert "does not start" not in repr(misbehaving)


@pytest.mark.parametrize(
    ("endpoint", "change", "said"),
    [
        ("no_such_endpoint", None, "no endpoint 'no_such_endpoint'"),
        ("get_expense", ("no such text", ""), "get_expense in .* has no text 'no such text'"),
    ],
)
def test_contract_refuses_what_it_cannot_run(
    endpoint: str, change: tuple[str, str] | None, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        contract(endpoint, change=change)
