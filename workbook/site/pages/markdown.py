"""Markdown and Python as HTML, with the colours of the project's pages."""

import re
from collections.abc import Callable

import mistune
from markupsafe import Markup, escape

from workbook.display.highlight import highlight_lines

TAG = re.compile("<[^>]+>")


class _Renderer(mistune.HTMLRenderer):
    """Markdown's HTML, where links are those of the site, headings have ids, and code colours."""

    def __init__(self, link: Callable[[str], str]) -> None:
        super().__init__(escape=False)  # it is our own, and has <details>
        self._in_site = link

    def link(self, text: str, url: str, title: str | None = None) -> str:
        return super().link(text, self._in_site(url), title)

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return super().image(text, self._in_site(url), title)

    def heading(self, text: str, level: int, **attrs: object) -> str:
        return f'<h{level} id="{_id(text)}">{text}</h{level}>\n'

    def block_code(self, code: str, info: str | None = None) -> str:
        inner = coloured(code.rstrip("\n")) if info == "python" else escape(code)
        return f'<pre class="code"><code>{inner}</code></pre>\n'

    def table_cell(self, text: str, align: str | None = None, head: bool = False) -> str:
        return f'<th scope="col">{text}</th>' if head and text else f"<td>{text}</td>"


def markdown(text: str, link: Callable[[str], str]) -> Markup:
    """Return a text in Markdown as HTML.

    Args:
        text: ours; tags in it stay as they are.
        link: what becomes of the address of a link.

    """
    return Markup(mistune.create_markdown(renderer=_Renderer(link), plugins=["table"])(text))


def coloured(source: str) -> Markup:
    """Return Python source as HTML, each kind of code in a class of its own."""
    lines = (
        Markup("").join(
            Markup('<span class="{}">{}</span>').format(token.kind, token.text)
            if token.kind
            else token.text
            for token in tokens
        )
        for tokens in highlight_lines(source)
    )
    return Markup("\n").join(lines)


def _id(heading: str) -> str:
    """Return what GitHub makes of a heading, so that the same links work in both places."""
    return re.sub(r"[^\w\- ]", "", TAG.sub("", heading).lower()).replace(" ", "-")
