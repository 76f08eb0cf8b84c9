"""Two versions of an app, compared by what they answer: is NEW the same as OLD?"""

from typing import TYPE_CHECKING

from workbook.browser.mode import IN_BROWSER

if TYPE_CHECKING or not IN_BROWSER:
    from workbook.same.in_notebook import same
else:
    from workbook.same.in_browser import same

__all__ = ["same"]
