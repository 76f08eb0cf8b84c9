"""The whole comparison: documents, noise, differences, and what the requests would have found."""

import random
import time
from contextlib import ExitStack
from typing import Any

from workbook.same.answers.difference import Difference
from workbook.same.answers.free_keys import free_keys
from workbook.same.answers.noise import Noise
from workbook.same.findings.documents import DOCUMENT, document_differences
from workbook.same.findings.never_run import never_run
from workbook.same.findings.verdict import Verdict
from workbook.same.options import MOST, Options
from workbook.same.requests.examples import Requests
from workbook.same.requests.words import Words, words_in
from workbook.same.search.comparing import Comparing
from workbook.same.search.hunting import nothing_kept
from workbook.same.search.old_twice import OldTwice
from workbook.same.search.planting import plant
from workbook.same.search.searching import Search
from workbook.same.side.runner import Side, side
from workbook.xray.any_app.errors import AppError

LEARNS, PLANTS = 0.12, 0.35  # of the time


def compare(old: str, new: str, options: Options) -> Verdict:
    """Compare two apps.

    Args:
        old: a file, a folder, or a module, each with `:app` or without.
        new: the same of the other.
        options: how.

    Raises:
        AppError: one of them does not run, or cannot be asked.
        RefusedError: one wants to change what is not in the copy of its folder.
        UnlikeItselfError: OLD answers differently each time.

    """
    with ExitStack() as stack:
        stack.enter_context(nothing_kept())
        options.progress(f"starting {old} and {new}")

        def started(name: str, environment: dict[str, str]) -> Side:
            return stack.enter_context(
                side(name, environment=environment, patience=options.patience)
            )

        first, again = (started(old, options.old_env) for _ in range(2))
        second = started(new, options.new_env)
        begun = time.monotonic()
        comparing = Comparing(Noise(), options.accepted)
        stack.callback(comparing.close)
        seed = random.randrange(10**6) if options.seed is None else options.seed
        verdict = Verdict(first.name, second.name, seed)
        documents = first.document(), second.document()
        requests = _requests(first.name, documents[0], words_in(first.files), options)
        comparing.noise.free = free_keys(documents[0])
        verdict.notes += [
            f"left out: {each}: OLD's document is unclear" for each in requests.unclear
        ]
        _compare_documents(documents, verdict, options)

        twice = OldTwice(first, again, comparing, requests, verdict)
        options.progress(f"OLD against OLD, to learn what is noise (seed {seed})")
        twice.learn(options.end(begun, LEARNS), options.examples)
        second.reverses = not first.connected
        search = Search(twice, second, options)
        search.run(until=options.end(begun, 1 - PLANTS))

        if not verdict.shown:
            twice.look_at_successes()
        verdict.seconds = time.monotonic() - begun
        verdict.seen = comparing.seen
        verdict.is_exact = options.examples is not None
        verdict.again = {"examples": options.examples or comparing.seen.examples, "seed": seed}
        verdict.again |= {} if options.most == MOST else {"most": options.most}
        verdict.seen.keep_apart(requests.documented)
        verdict.noise = comparing.noise.described()
        verdict.notes += comparing.noise.frozen()
        for name, app in (("OLD", first), ("NEW", second)):
            verdict.notes += app.notes
            if app.files:
                verdict.never_run[name] = never_run(app.files, app.place.folder, app.lines)
            else:
                verdict.notes.append(
                    f"{name}: its files are not in its folder: nothing is known of them"
                )
        accepted = options.accepted
        verdict.accepted = [each for each in accepted.entries if each in accepted.seen]
        verdict.stale = accepted.stale()
        if options.plants and not verdict.shown:
            verdict.tried, verdict.untried = plant(
                second, comparing, search.corpus, options.end(begun, 1.0), options.progress
            )
        return verdict


def _requests(
    name: str, document: dict[str, Any] | None, words: Words, options: Options
) -> Requests:
    if document is None:
        raise AppError(
            f"{name} has no OpenAPI document, so no request can be made up: name a FastAPI app"
        )
    try:
        requests = Requests(document, options.first, options.requests, options.headers, words)
    except Exception as error:  # whatever a document that is none leads to
        raise AppError(
            f"the OpenAPI document of {name} cannot be read: "
            f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"
        ) from None
    if not requests.operations:
        raise AppError(f"the OpenAPI document of {name} has no operations")
    return requests


def _compare_documents(
    documents: tuple[dict[str, Any] | None, ...], verdict: Verdict, options: Options
) -> None:
    first, second = documents
    if first is None or second is None:
        verdict.notes.append("NEW has no OpenAPI document: the documents were not compared")
        return
    for each in document_differences(first, second):
        if not options.accepted.has(Difference(DOCUMENT, each)):
            verdict.documents.append(each)
            options.progress(f"{DOCUMENT}: {each}")
