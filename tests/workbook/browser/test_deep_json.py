"""Lists deep inside one another are an error, and never a stack that is full."""

import json

import pytest

from workbook.browser.deep_json import DEEP, is_deep


@pytest.mark.parametrize("text", ["[" * 100_000, "[" * 50_000 + "]" * 50_000, '{"a":' * 10_000])
def test_what_is_deep_raises_an_error(installed: None, text: str) -> None:
    assert is_deep(text)
    with pytest.raises(RecursionError):
        json.loads(text)


def test_what_is_only_long_is_read_as_ever(installed: None) -> None:
    rows = [{"id": each, "tags": ["[", {}], "text": "}{][" * (each % 2)} for each in range(9_000)]
    assert not is_deep("[{}, [[]]]" * 9_000)
    assert json.loads(json.dumps(rows)) == rows
    nested = "[" * (DEEP // 2) + "]" * (DEEP // 2)
    assert not is_deep(nested)
    assert json.dumps(json.loads(nested)) == nested
