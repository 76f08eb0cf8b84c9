"""A PATCH is answered with what is there when it is answered, on both sides alike."""

from collections.abc import Callable

from sqlalchemy import event
from sqlmodel import Session

from workbook.server import Server, serve

TEA = {"description": "tea", "amount": 1.25, "category": "food"}


def just_after_the_save(server: Server, act: Callable[[], object]) -> None:
    if server.engine is not None:
        event.listen(Session, "after_commit", lambda _: act(), once=True)
        return
    save, acts = server.main.save_expenses, [act]

    def save_and_act() -> None:
        save()
        if acts:
            acts.pop()()

    server.main.save_expenses = save_and_act


def test_a_patch_is_answered_with_what_another_client_has_written_since() -> None:
    with serve("before_dict_json") as before, serve("after_session") as after:
        for server in (before, after):
            server.post("/expenses", json=TEA)
            other = {"json": {"amount": 7, "category": "other"}}
            just_after_the_save(server, lambda: server.patch("/expenses/1", **other))  # noqa: B023
            answer = server.patch("/expenses/1", json={"amount": 2, "description": "soup"})
            assert answer.json().items() >= {"description": "soup", **other["json"]}.items()
            assert server.get("/expenses/1").json() == answer.json()
