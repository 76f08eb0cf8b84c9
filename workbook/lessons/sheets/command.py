"""`workbook sheets`: the cheat sheet and the glossary, generated anew."""

from workbook.command_line.output import fail, say


def sheets() -> None:
    """Write the cheat sheet and the glossary, docs/cheat_sheet.html and docs/glossary.html."""
    from workbook.lessons.sheets.pages import write_sheets  # slow, and only this needs it

    try:
        paths = write_sheets()
    except ValueError as error:
        fail(error)
    for path in paths:
        say(f"docs/{path.name}: written")
