"""What a report is made of; `compose` decides what is said, `text` and `html` draw it."""

from dataclasses import dataclass

from workbook.review.view import View

SIGNS = {True: "✓ ", False: "✗ ", None: ""}  # of a heading, by what is judged


@dataclass(frozen=True)
class Heading:
    """A heading; `passed` is None where nothing is judged."""

    text: str
    passed: bool | None = None


@dataclass(frozen=True)
class Paragraph:
    """One sentence or more; code is in backticks."""

    text: str


@dataclass(frozen=True)
class Checklist:
    """Behaviours, and whether each holds."""

    items: tuple[tuple[bool, str], ...]


@dataclass(frozen=True)
class Fields:
    """Names, and for each a text that is shown as it is."""

    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Picture:
    """An X-ray, in both forms."""

    text: str
    html: str


ReportPart = Heading | Paragraph | Checklist | Fields | Picture | View
