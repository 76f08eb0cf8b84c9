"""Where the data is kept: the environment variable DATABASE_URL."""

import re

from pydantic import ValidationError, field_validator
from pydantic_settings import BaseSettings
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

FORMS = "write sqlite:///FILE or postgresql+psycopg://USER:PASSWORD@HOST:PORT/DATABASE"


class Settings(BaseSettings, hide_input_in_errors=True):  # a password may be in it
    database_url: str = "sqlite:///expenses.db"

    @field_validator("*")
    @classmethod
    def can_be_used(cls, text: str) -> str:
        try:
            url = make_url(text)
            dialect = url.get_dialect()
            dialect.import_dbapi()
        except (SQLAlchemyError, ImportError) as error:
            raise ValueError(f"{error}: {FORMS}") from None
        except ValueError:  # it tells what stands in the place of the port: perhaps the password
            raise ValueError(f"the port is not a number: {FORMS}") from None
        if dialect.is_async:
            raise ValueError(f"{dialect.driver} is for async code: {FORMS}")
        if dialect.name == "sqlite":
            if not url.database or re.search(":memory:|mode=memory", text):
                raise ValueError("in memory each connection has its own data: write sqlite:///FILE")
        elif text.count("@") > 1 or "@" in str(url.database):
            raise ValueError("an @ has to be written as %40, but for the one before the host")
        try:
            dialect().create_connect_args(url)
        except (SQLAlchemyError, ValueError):  # its words repeat the URL
            raise ValueError(FORMS) from None
        return text


try:
    settings = Settings()
except ValidationError as error:
    raise SystemExit(f"Fix DATABASE_URL: {error.errors()[0]['msg']}") from None
