"""Where two OpenAPI documents differ."""

import json
from typing import Any

from workbook.same.findings.documents import document_differences

NUMBER, TEXT = {"type": "integer"}, {"type": "string"}


def document(paths: dict[str, dict[str, Any]], **schemas: Any) -> dict[str, Any]:
    """Return one in which nothing is the same object as in another one."""
    whole = {"paths": paths, "components": {"schemas": schemas}}
    return dict(json.loads(json.dumps(whole)))


def to(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def parameter(name: str, schema: dict[str, str], where: str = "path") -> dict[str, Any]:
    return {"name": name, "in": where, "schema": schema | {"title": name.title()}}


def differences(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    return list(document_differences(old, new))


def test_operations_that_only_one_has() -> None:
    old = document({"/a": {"get": {}, "post": {}}})
    new = document({"/a": {"get": {}}, "/b/{key}": {"put": {}}})
    assert differences(old, new) == ["POST /a: not in NEW", "PUT /b/{key}: only in NEW"]


def test_what_a_parameter_of_a_path_is_called_does_not_count() -> None:
    more = parameter("q", TEXT, "query")
    a, b = parameter("a", NUMBER), parameter("b", TEXT)
    old = document({"/{a}/{b}": {"get": {"parameters": [a, b, more]}, "put": {}}})
    c, d = parameter("c", NUMBER), parameter("d", TEXT)
    new = document({"/{c}/{d}": {"get": {"parameters": [d, c, more]}}, "/{x}/{y}": {"put": {}}})
    assert differences(old, new) == []
    c["schema"], more["name"] = TEXT, "search"
    new = document({"/{c}/{d}": {"get": {"parameters": [d, c, more]}}})
    assert differences(old, new) == [
        "GET /{a}/{b}: parameters[0].schema.type is 'integer', now 'string'",
        "GET /{a}/{b}: parameters[2].name is 'q', now 'search'",
        "PUT /{a}/{b}: not in NEW",
    ]


def test_two_paths_that_differ_in_a_name_alone_are_two() -> None:
    one, two = {"/{a}": {"get": {"x": 1}}}, {"/{b}": {"get": {"x": 2}}}
    assert differences(document(one | two), document(one | two)) == []
    assert differences(document(one | two), document(one)) == ["GET /{b}: not in NEW"]


def test_what_a_model_is_called_does_not_count() -> None:
    old = document(
        {"/a": {"get": {"x": to("Row")}}}, Row={"title": "Row", "properties": {"n": TEXT}}
    )
    new = document({"/a": {"get": {"x": {"title": "Out", "properties": {"n": TEXT}}}}})
    assert differences(old, new) == []
    new = document({"/a": {"get": {"x": {"properties": {"n": NUMBER, "title": TEXT}}}}})
    assert differences(old, new) == [
        "GET /a: x.properties.n.type is 'string', now 'integer'",
        "GET /a: x.properties.title is only in NEW",
    ]


def test_models_that_all_refer_to_each_other_end() -> None:
    def models(names: str, schema: dict[str, str]) -> dict[str, Any]:
        return {n: {"to": {each: to(names[i]) for i, each in enumerate("abcdefghijkl")},
                    "own": schema if n in "lL" else TEXT} for n in names}  # fmt: skip

    paths = [{"/": {"get": {"x": to(first)}, "put": {"x": to(first)}}} for first in "aA"]
    old = document(paths[0], **models("abcdefghijkl", TEXT))
    new = document(paths[1], **models("ABCDEFGHIJKL", TEXT))
    assert differences(old, new) == []
    new = document(paths[1], **models("ABCDEFGHIJKL", NUMBER))
    found = differences(old, new)
    assert [each.partition(":")[0] for each in found] == ["GET /", "PUT /"]
    assert all(each.endswith(".to.l.own.type is 'string', now 'integer'") for each in found)


def test_a_reference_that_leads_nowhere_is_to_nothing() -> None:
    old = document({"/a": {"get": {"x": to("Row"), "y": to("Loop")}}}, Loop=to("Loop"))
    assert differences(old, old) == []
    new = document({"/a": {"get": {"x": {}, "y": TEXT}}})
    assert differences(old, new) == ["GET /a: y.type is only in NEW"]


def test_lists_of_other_lengths_are_told_as_a_whole() -> None:
    old, new = (document({"/a": {"get": {"tags": each}}}) for each in (["a"], ["a", "b"]))
    assert differences(old, new) == ["GET /a: tags is ['a'], now ['a', 'b']"]
