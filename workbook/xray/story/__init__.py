"""From the log to what is told."""

from workbook.xray.story.telling import tell

__all__ = ["tell"]
