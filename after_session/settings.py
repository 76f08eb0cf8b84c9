"""Where the data is kept: the environment variable DATABASE_URL."""

from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    database_url: str = "sqlite:///expenses.db"


settings = Settings()
