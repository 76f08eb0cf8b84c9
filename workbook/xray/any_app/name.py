"""From the name of an app, as somebody types it, to its module and the folders that it needs."""

import importlib.util
import re
from dataclasses import dataclass, replace
from pathlib import Path

from workbook.paths import is_library
from workbook.xray.any_app.errors import AppError, is_own
from workbook.xray.any_app.own_imports import root_of

# `main:app`, `src/main.py:app`, `main:create_app()`; but the colon of `C:\main.py` is no such one.
NAME = re.compile(r"(?P<place>.*?)(?::(?P<attribute>[^\W\d][\w.]*)(?:\(\))?)?", re.DOTALL)
# As `fastapi run` has it, and then the package itself.
FILES = ("main.py", "app.py", "api.py", "app/main.py", "app/app.py", "app/api.py", "__init__.py")


@dataclass(frozen=True)
class Place:
    """Where an app is.

    Attributes:
        name: as somebody typed it.
        module: to be imported.
        attribute: the app in it, or the function that makes one; empty: to be looked for.
        paths: the folders that the app's imports begin in.
        folder: the one that has all of these, and the one that the app runs in.
        here: the one that it runs in.
        file: the module's, if it is known before it is imported.

    """

    name: str
    module: str
    attribute: str
    paths: tuple[Path, ...]
    folder: Path
    here: Path
    file: Path | None = None

    def moved(self, to: Path) -> "Place":
        """Return the same in a copy of the folder."""

        def there(path: Path) -> Path:
            return to / path.relative_to(self.folder)

        return replace(
            self,
            paths=tuple(map(there, self.paths)),
            folder=to,
            here=there(self.here),
            file=self.file and there(self.file),
        )


def located(name: str) -> Place:
    """Find an app; nothing of it is run for this.

    Args:
        name: a file, a folder, or a module, each with `:app` or without.

    Raises:
        AppError: there is no such app.

    """
    match = NAME.fullmatch(name)
    place, attribute = (match["place"], match["attribute"] or "") if match else ("", "")
    path = Path(place)
    # Of `..x` and `x..y` one part has no name; `..` is a folder.
    is_relative = not path.exists() and len(path.parts) == 1 and "" in place.split(".")
    if not place or place.endswith((":", ")")) or is_relative:
        raise AppError(f"{name!r} names no app: name it as module:app, or name its file")
    if attribute and place.isidentifier() and (path / "__init__.py").is_file():
        return _of_module(name, place, attribute)  # `shop:create_app` is in the package itself
    if path.exists() or path.suffix == ".py" or len(path.parts) > 1:
        return _of_file(name, _file(path), attribute)
    return _of_module(name, place, attribute)


def with_its_folder(place: Place) -> Place:
    """Return a place whose folder has the app's files, also if these are installed in place.

    Args:
        place: of an app; one that is installed runs in the working folder, which may be another.

    """
    if place.file is not None or place.paths:
        return place
    for root in _roots(place.module.partition(".")[0]):
        base = root.joinpath(*place.module.split("."))
        for file in (base / "__init__.py", base.with_name(f"{base.name}.py")):
            if file.is_file() and not is_library(str(file)):
                return replace(place, paths=(root,), folder=root, here=root, file=file)
    return place


def _roots(name: str) -> list[Path]:
    """Return the folders that have an installed module; nothing is imported for this."""
    try:
        found = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        found = None
    if found is None:
        return []
    return [Path(each).parent for each in found.submodule_search_locations or [found.origin or ""]]


def _file(path: Path) -> Path:
    if path.is_dir():
        for file in FILES:
            if (path / file).is_file():
                return path / file
        raise AppError(f"there is no main.py, app.py or api.py in {path}: name the app's file")
    for each in (path, path.with_name(f"{path.name}.py")):
        if each.is_file() and each.suffix == ".py":
            return each
    if path.exists():
        raise AppError(f"{path} is not a Python file: name the one that has the FastAPI app")
    raise AppError(f"no such file: {path}, seen from {Path.cwd()}")


def _of_file(name: str, file: Path, attribute: str) -> Place:
    here = Path.cwd()
    file = file.parent.resolve() / file.name
    root = root_of(file)
    parts = file.relative_to(root).with_suffix("").parts
    module = ".".join(parts[:-1] if file.name == "__init__.py" else parts)
    if root.is_relative_to(here):
        folder, runs_in = here, here
    elif here.is_relative_to(root):
        folder, runs_in = root, here
    else:
        folder, runs_in = root, root
    paths = dict.fromkeys((root, runs_in))
    return Place(name, module, attribute, tuple(paths), folder, runs_in, file)


def _of_module(name: str, module: str, attribute: str) -> Place:
    here = Path.cwd()
    parts = module.split(".")
    base = here.joinpath(*parts)
    for file in (base / "__init__.py", base.with_name(f"{base.name}.py")):
        if file.is_file() and len(parts) == 1:
            return _of_file(name, file, attribute)
        if file.is_file():  # as uvicorn has it
            return Place(name, module, attribute, (here,), here, here, file)
    roots = _roots(parts[0])
    if not roots:
        looked = "/".join(parts) + ".py"
        raise AppError(
            f"cannot import {module}: there is no {looked} in {here}, nor is {parts[0]} installed"
        )
    # One that is installed in place, as the folder `src` of a project is.
    own = tuple(root for root in roots if is_own(root, here))
    return Place(name, module, attribute, own, here, here)
