"""What is said of a student's file from its text alone, where its answers do not show it."""

from workbook.check.start import functions


def twice(source: str, endpoint: str) -> str:
    """Say that there are two functions of the endpoint's name or more; empty if there are not."""
    found = functions(source, endpoint)
    if len(found) < 2:
        return ""
    *first, last = sorted(each.lineno for each in found)
    lines = f"{', '.join(map(str, first))} and {last}"
    return (
        f"There are {len(found)} functions named {endpoint}, in the lines {lines}: FastAPI uses "
        f"the one in line {found[0].lineno}. Keep the one that you mean, and delete the rest."
    )
