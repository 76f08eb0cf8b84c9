"""Where the data is kept: the environment variable DATA_FILE."""

import os
from pathlib import Path

from pydantic import ValidationError, field_validator
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    data_file: str = "expenses.json"

    @field_validator("*")
    @classmethod
    def can_be_used(cls, text: str) -> str:
        file = Path(text)
        if not os.access(file.parent, os.W_OK | os.X_OK):
            raise ValueError(f"nothing can be written to the folder of {text!r}")
        if os.path.exists(file) and not os.path.isfile(file):
            raise ValueError(f"{text!r} is not a file")
        return text


try:
    settings = Settings()
except ValidationError as error:
    raise SystemExit(f"Fix DATA_FILE: {error.errors()[0]['msg']}") from None
