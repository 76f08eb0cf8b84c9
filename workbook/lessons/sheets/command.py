"""`workbook sheets`: the cheat sheet and the glossary, generated anew."""

import typer


def sheets() -> None:
    """Write the cheat sheet and the glossary, docs/cheat_sheet.html and docs/glossary.html."""
    from workbook.lessons.sheets.pages import write_sheets  # slow, and only this needs it

    try:
        paths = write_sheets()
    except ValueError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    for path in paths:
        typer.echo(f"docs/{path.name}: written")
