"""What becomes of `%pip install …` in a cell."""


async def get_transformed_code(_: list[str]) -> str:
    """Return the code that runs in its place."""
    return "import piplite; await piplite.install()"
