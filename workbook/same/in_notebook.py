"""`same(old, new)`: compare two versions of an app, in a notebook or from a command."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from workbook.same.findings.accepted import Accepted, read
from workbook.same.findings.verdict import Verdict
from workbook.same.installing import install_command
from workbook.same.options import MOST, Options
from workbook.same.told.page import fragment
from workbook.same.told.text import told
from workbook.same.typed_options import step, steps_in, token_header

FILE = Path("differences.toml")
MISSING = "to make up requests, this needs Hypothesis and Schemathesis; {} is not installed: {}"


class Outcome(Verdict):
    """A verdict that a terminal or a notebook can show."""

    def __repr__(self) -> str:
        return told(self)

    def _repr_html_(self) -> str:
        return fragment(self)


def same(
    old: str,
    new: str,
    *,
    seconds: float = 60,
    examples: int | None = None,
    seed: int | None = None,
    most: int = MOST,
    first: Sequence[str] = (),
    token: str | None = None,
    requests: Path | None = None,
    old_env: Mapping[str, str] | None = None,
    new_env: Mapping[str, str] | None = None,
    accepted: Path | None = None,
    patience: float = 5,
    progress: Callable[[str], None] = lambda _: None,
) -> "Outcome":
    """Look for a difference between two versions of an app: does NEW answer as OLD does?

    Args:
        old: a file, a folder, or a module, each with `:app` or without.
        new: the same of the other.
        seconds: how long, about.
        examples: so many examples instead, however long they take.
        seed: makes the same requests as a run that named it.
        most: so many differences are looked for.
        first: requests that each example begins with, such as `POST /login {"name": "ann"}`.
        token: the field of an answer that is sent as bearer token; or `X-Token: {field}`.
        requests: a file with requests to try as well, one a line.
        old_env: variables for OLD.
        new_env: variables for NEW.
        accepted: a file with differences that may be; `differences.toml`, if it is there.
        patience: seconds to wait for an answer.
        progress: is told what happens.

    Raises:
        ValueError: they cannot be compared; the message says why.

    """
    try:
        from workbook.same.compare import compare
    except ModuleNotFoundError as error:
        if error.name not in ("hypothesis", "schemathesis"):
            raise
        raise ValueError(MISSING.format(error.name, install_command())) from None
    if accepted is None and FILE.is_file():
        accepted = FILE
    options = Options(
        seconds=seconds,
        examples=examples,
        seed=seed,
        most=most,
        first=[step(each, "--first") for each in first],
        requests=steps_in(requests) if requests else [],
        headers=token_header(token),
        old_env=dict(old_env or {}),
        new_env=dict(new_env or {}),
        accepted=read(accepted) if accepted else Accepted(),
        patience=patience,
        progress=progress,
    )
    return Outcome(**vars(compare(old, new, options)))
