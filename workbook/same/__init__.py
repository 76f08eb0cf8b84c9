"""Two versions of an app, compared by what they answer: is NEW the same as OLD?"""

from workbook.same.in_notebook import same

__all__ = ["same"]
