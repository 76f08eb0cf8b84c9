"""What a report is made of; `report` decides what is said, `as_text` and `as_html` draw it."""

from dataclasses import dataclass

from workbook.review.view import View


@dataclass(frozen=True)
class Heading:
    """What a block is about; `passed` is None where nothing is judged."""

    text: str
    passed: bool | None = None


@dataclass(frozen=True)
class Paragraph:
    """A sentence or more; code stands in backticks."""

    text: str


@dataclass(frozen=True)
class Items:
    """Behaviours, and whether each holds."""

    items: tuple[tuple[bool, str], ...]


@dataclass(frozen=True)
class Pairs:
    """Names and what belongs to them, as it is."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Picture:
    """An X-ray, in both forms."""

    text: str
    html: str


ReportPart = Heading | Paragraph | Items | Pairs | Picture | View
