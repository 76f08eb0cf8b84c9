"""The commands `workbook site` and `workbook serve-site`."""

from pathlib import Path
from typing import Annotated

import typer

from workbook.command_line.output import fail, say
from workbook.paths import ROOT

SITE = ROOT / "site"
Output = Annotated[Path, typer.Option(help="The folder to write; what is in it is deleted.")]
Folder = Annotated[Path, typer.Argument(help="The folder that `workbook site` wrote.")]
Port = Annotated[int, typer.Option(help="0: any that is free.")]
MISSING = "{}: to build the site, `uv run --group site workbook site`, which installs what it needs"


def site(output: Output = SITE) -> None:
    """Build the whole workbook as a web site, which needs no server but one for files."""
    try:
        # The packages of the group `site` are there for who builds it, and for nobody else.
        from workbook.site.build import build
        from workbook.site.fetch import FetchError
        from workbook.site.jupyterlite import BuildError
    except ModuleNotFoundError as error:
        fail(MISSING.format(error), 2)
    try:
        folder = build(output)
    except (FetchError, BuildError) as error:
        fail(error)
    say(f"{output}: written, version {folder}")


def serve_site(folder: Folder = SITE, port: Port = 8000) -> None:
    """Serve the built site on this computer, until Ctrl-C."""
    from workbook.site.serve import server

    if not (folder / "index.html").is_file():
        fail(f"{folder} has no index.html: `uv run --group site workbook site` builds the site", 2)
    try:
        listening = server(folder, port)
    except OSError as error:
        fail(f"port {port}: {error.strerror}; `--port 0` takes any that is free")
    with listening:
        say(f"http://127.0.0.1:{listening.server_port}/ (Ctrl-C ends it)")
        listening.serve_forever()
