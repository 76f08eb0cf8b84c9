"""`workbook.contract_tests`: the contract tests, run from a notebook."""

import pytest

from workbook import contract


def test_contract_says_that_both_apps_have_every_behaviour() -> None:
    result = contract("get_expense")
    assert result.broken == []
    assert "answers the expense as it was created" in repr(result)
    assert "✓ yes" in result._repr_html_()
    assert repr(result).endswith("behaviours hold.")


def test_contract_names_what_a_change_breaks() -> None:
    result = contract("get_expense", change=("status_code=404", "status_code=410"))
    assert result.implementations == ("changed",)
    assert [name for name in result.broken if "does not find" in name]
    assert "✗ NO" in repr(result)
    assert repr(result).endswith("behaviours are broken.")


def test_contract_tells_a_change_that_does_not_even_start_from_one_that_misbehaves() -> None:
    result = contract("get_expense", change=("    db_expense =", "    db_expense ="[:-1] + "(="))
    assert len(result.broken) == len(result.results)


@pytest.mark.parametrize(
    ("endpoint", "change"),
    [("no_such_endpoint", None), ("get_expense", ("no such text", ""))],
)
def test_contract_refuses_what_it_cannot_run(endpoint: str, change: tuple[str, str] | None) -> None:
    with pytest.raises(ValueError, match=r"no_such_endpoint|no such text"):
        contract(endpoint, change=change)
