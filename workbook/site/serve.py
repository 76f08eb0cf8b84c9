"""Serve the built site on this computer, as any web server for files would."""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Files(SimpleHTTPRequestHandler):
    """Answers with files, and says nothing of it."""

    extensions_map = {  # noqa: RUF012
        **SimpleHTTPRequestHandler.extensions_map,
        # What the system says of these differs, and a browser runs no module of another type.
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }
    protocol_version = "HTTP/1.1"  # one connection for many files

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Print nothing."""


class Server(ThreadingHTTPServer):
    """Lets a browser wait that opens many connections at once, and would else be refused some."""

    request_queue_size = 128


def server(folder: Path, port: int = 0) -> Server:
    """Return a server of a folder on loopback, which listens, but does not answer yet.

    Args:
        folder: with index.html.
        port: 0: any that is free.

    Raises:
        OSError: the port is in use.

    """
    return Server(("127.0.0.1", port), partial(Files, directory=str(folder)))
