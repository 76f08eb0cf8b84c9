"""Where the data is kept: the environment variable DATA_FILE."""

from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    data_file: str = "expenses.json"


settings = Settings()
