"""An import into the database of a URL, in this process: its exit status and what it says."""

from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from unittest import mock

from sqlalchemy import Engine, create_engine

from after_session import import_json


def run_import(file: Path, database: str | Engine, *, dry_run: bool = False) -> tuple[int, str]:
    engine = create_engine(database) if isinstance(database, str) else database
    with (
        mock.patch.object(import_json.database, "engine", engine),
        redirect_stdout(StringIO()) as said,
    ):
        try:
            import_json.import_json(file, dry_run)
        except SystemExit as end:
            return 1, str(end)
        finally:
            engine.dispose()
    return 0, said.getvalue()
