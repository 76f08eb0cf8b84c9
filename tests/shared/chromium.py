"""Chromium with a profile of its own, and JupyterLab in a page of it."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # from the group `browser`
    from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Playwright, Request

NAMES = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 60_000  # ms
# No other computer can be reached, whoever asks for it.
ALONE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
READY = """() => {
    const context = window.jupyterapp?.shell.currentWidget?.sessionContext;
    return context?.session?.kernel?.status === "idle";
}"""
RUN_ALL = """() => {
    window.done = false;
    window.jupyterapp.commands.execute("notebook:run-all-cells").then(() => (window.done = true));
}"""
NOTEBOOK = "window.jupyterapp.shell.currentWidget.context.model.toJSON()"
EXECUTE = """code => {
    window.printed = [];
    window.done = false;
    const { kernel } = window.jupyterapp.shell.currentWidget.sessionContext.session;
    const future = kernel.requestExecute({ code });
    future.onIOPub = ({ content }) => window.printed.push(content.text ?? content.evalue ?? "");
    future.done.finally(() => (window.done = true));
}"""
CONTENTS = "window.jupyterapp.serviceManager.contents"


def installed() -> str | None:
    """Return the path of a Chromium, if there is one."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def start(playwright: Playwright, program: str, profile: Path) -> Chromium:
    context = playwright.chromium.launch_persistent_context(
        profile, executable_path=program, args=[ALONE], viewport={"width": 1400, "height": 900}
    )
    return Chromium(context)


class Chromium:
    """A browser that notes what must not be: other addresses, errors in the console."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.requests: list[Request] = []
        self.errors: list[str] = []
        context.set_default_timeout(PATIENCE)
        context.on("request", self._note)
        context.on("console", self._hear)
        context.on("weberror", lambda each: self.errors.append(str(each.error)))

    def _note(self, request: Request) -> None:
        self.requests.append(request)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} ({message.location.get('url')})")

    def elsewhere(self, address: str) -> list[str]:
        """Return what was asked for that does not begin with an address."""
        urls = (request.url for request in self.requests)
        return [url for url in urls if not url.startswith((address, "data:", "blob:"))]


class Lab:
    """JupyterLab, with a notebook of the site."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address

    def open(self, lesson: str) -> None:
        """Open a lesson, and wait until its kernel has started."""
        self.page.bring_to_front()  # JupyterLab in a page behind another one has no current widget
        self.page.goto(
            f"{self.address}lab/index.html?workspace={lesson}&path=notebooks/{lesson}.ipynb"
        )
        self.wait()

    def wait(self) -> None:
        """Wait until the kernel has started."""
        self.page.wait_for_function(READY)

    def run_all(self) -> dict[str, Any]:
        """Run all cells; return the notebook."""
        self.page.evaluate(RUN_ALL)
        self.page.wait_for_function("window.done")
        return self.page.evaluate(NOTEBOOK)

    def execute(self, code: str) -> str:
        """Run code in the kernel; return what it printed, or its error."""
        self.page.evaluate(EXECUTE, code)
        self.page.wait_for_function("window.done")
        return "".join(self.page.evaluate("window.printed"))

    def save(self, path: str, text: str) -> None:
        """Save a text file, as the editor does."""
        model = json.dumps({"type": "file", "format": "text", "content": text})
        self.page.evaluate(f"{CONTENTS}.save({path!r}, {model})")

    def saved(self, path: str) -> str:
        """Return what was saved."""
        return self.page.evaluate(
            f"{CONTENTS}.get({path!r}, {{ content: true }}).then(each => each.content)"
        )


def built() -> Path | None:
    """Return the site that was built already, as .ci/run says."""
    return Path(os.environ["WORKBOOK_SITE"]) if "WORKBOOK_SITE" in os.environ else None
