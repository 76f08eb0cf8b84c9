"""Open the workbook: set up what it needs in the folder .venv, once, and run it there.

    python3 start.py                 opens your own copy of the first lesson in JupyterLab
    python3 start.py test            runs all tests; what follows goes to pytest
    python3 start.py check           or any other command of the workbook, with its options
    python3 start.py check --help    what such a command can do

On Windows: py start.py. It needs Python 3.11 or newer and, the first time, a network.

To set up, it runs `uv sync` if there is uv, and venv and pip otherwise; it shows each command
before it runs. Both make the same .venv, with the versions in constraints.txt. Outside of this
folder, nothing changes but the caches of uv and pip; only if no Python here is new enough, uv
fetches one. To begin anew, delete .venv.
"""

# An old Python must come as far as the line that says so: nothing here is newer than Python 3.6.
import contextlib
import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Iterator

OLDEST = (3, 11)
NEWER = ["python3.14", "python3.13", "python3.12", "python3.11"]  # those that CI tests
OLDEST_UV = (0, 5)  # knows the dependency groups of pyproject.toml

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "set-up.json"
UNFINISHED = "unfinished"

TOO_OLD = (
    "The workbook needs Python 3.11 or newer; this is {} ({}). "
    "Get one, for example from https://www.python.org/downloads/, and run start.py with it."
)
NO_VENV = (
    "{} comes without venv and pip. Install them and run the same command again; "
    "on Debian and Ubuntu: sudo apt install python{}-venv"
)
FAILED = (
    "{} failed; what it says stands above. If this computer was offline, connect it. "
    "The same command tries again."
)


class SetUpError(Exception):
    """What keeps the workbook from starting, in words for the one who started it."""


def main(arguments: "list[str]") -> int:
    """Set up if needed, then run the tests or a command of the workbook.

    Args:
        arguments: `test` and options of pytest, or a command of the workbook and its options.

    Returns:
        The exit status; nothing where the command has taken the place of this process.
    """
    if arguments[:1] in (["-h"], ["--help"]):
        try:
            print(__doc__, flush=True)
        except OSError as error:
            # Python would print the rest at its end, fail again, and exit with 120.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            if isinstance(error, BrokenPipeError):  # `| head` has read enough
                return 141
            say("cannot print: {}".format(error.strerror))  # a full disk
            return 2
        return 0
    try:
        with one_at_a_time():
            changed = set_up()
    except SetUpError as error:
        say(f"\n{error}")
        return 1
    except KeyboardInterrupt:
        say("\nStopped. The same command goes on.")
        return 130
    command = [str(PYTHON), "-m", "workbook", *arguments]
    if arguments[:1] == ["test"]:
        os.chdir(str(ROOT))
        command = [str(PYTHON), "-m", "pytest", *arguments[1:]]
    if changed:
        show(command, Path.cwd())
    if os.name != "nt":
        os.execve(command[0], command, environment())
    with contextlib.suppress(KeyboardInterrupt):  # that is for the command to deal with
        return subprocess.call(command, env=environment())
    return 130


def set_up() -> bool:
    """Make .venv what pyproject.toml and constraints.txt ask for, unless it is.

    Returns:
        Whether there was anything to do.

    Raises:
        SetUpError: If it cannot be done.
    """
    version = version_of(str(PYTHON))
    stamp = read_stamp()
    if stamp == new_stamp(version):
        return False
    if not os.access(str(ROOT), os.W_OK):
        raise SetUpError(f"{ROOT} cannot be written to: copy it to a folder of yours.")
    uv = as_numbers(output("uv", "--version")) >= OLDEST_UV
    base = find_python()
    if base is None and not uv:
        raise SetUpError(TOO_OLD.format(sys.version.split()[0], sys.executable))

    say(f"Setting up {VENV}; the first time this takes about a minute.")
    if Path.cwd() != ROOT:
        say(f"$ cd {shlex.quote(str(ROOT))}")
    if os.path.lexists(str(VENV)) and not can_be_kept(stamp, version, uv):
        remove_venv()
        stamp = None
    create, install = commands_of_uv(base, stamp) if uv else commands_of_pip(str(base))
    if not PYTHON.exists() and not run(*create):
        raise SetUpError(FAILED.format("uv" if uv else "venv"))
    version = version_of(str(PYTHON))
    write_stamp(dict(new_stamp(version), files=UNFINISHED))
    if not run(*install):
        # Not stopped halfway, but refused: what was there before is there still.
        write_stamp(stamp or dict(new_stamp(version), files=UNFINISHED))
        raise SetUpError(FAILED.format("uv" if uv else "pip"))
    write_stamp(new_stamp(version))
    return True


def can_be_kept(stamp: "dict[str, str] | None", version: str, uv: bool) -> bool:
    """Decide whether the present .venv can be completed, or must be made anew.

    Args:
        stamp: What the last set-up wrote into it, if it was this script that made it.
        version: The version of its Python; nothing if that does not run.
        uv: Whether it is uv that will complete it, not pip.

    Returns:
        Whether it can be completed.
    """
    if as_numbers(version) < OLDEST:
        return False
    if stamp is None:
        return uv  # `uv run` may have made it, and may have JupyterLab open in it
    # Its scripts name the folder, and its packages lie in a folder named by the version.
    if (stamp["folder"], stamp["python"]) != (str(ROOT), version):
        return False
    # pip takes what it left halfway for installed; and an environment of uv has no pip.
    whole = stamp["files"] != UNFINISHED
    return uv or (whole and bool(output(str(PYTHON), "-m", "pip", "--version")))


def remove_venv() -> None:
    """Remove a .venv that cannot be kept.

    Raises:
        SetUpError: If it cannot be removed either.
    """
    say("The .venv that is there is unfinished, without pip, or from another folder or Python.")
    show(["rm", "-r", str(VENV)], ROOT)
    try:
        shutil.rmtree(str(VENV))
    except OSError as error:
        raise SetUpError(f"Close what uses {VENV}, or remove it yourself: {error}") from None


def commands_of_uv(
    base: "str | None", stamp: "dict[str, str] | None"
) -> "tuple[list[str], list[str]]":
    """Say how uv sets up.

    Args:
        base: The Python to make .venv from; without one, uv finds or fetches one.
        stamp: What the last set-up wrote into the .venv that is kept.

    Returns:
        The command that makes .venv, and the one that fills it.
    """
    chosen = ["--python", base] if base else []
    # What was stopped halfway, uv takes for installed, too.
    again = ["--reinstall"] if stamp and stamp["files"] == UNFINISHED else []
    # Inexact, as `uv run` is: what somebody has added stays.
    return ["uv", "venv", *chosen, str(VENV)], ["uv", "sync", "--inexact", *again]


def commands_of_pip(base: str) -> "tuple[list[str], list[str]]":
    """Say how venv and pip set up.

    Args:
        base: The Python to make .venv from.

    Returns:
        The command that makes .venv, and the one that fills it.

    Raises:
        SetUpError: If that Python has no venv, or no pip.
    """
    create, pip = [base, "-m", "venv"], [str(PYTHON), "-m", "pip"]
    if not PYTHON.exists() and not output(base, "-c", "import ensurepip, venv; print('both')"):
        # Debian's python3-pip can do in place of python3-venv.
        if not output(base, "-m", "pip", "--python", base, "--version"):
            raise SetUpError(NO_VENV.format(base, version_of(base)))
        create, pip = [*create, "--without-pip"], [base, "-m", "pip", "--python", str(PYTHON)]
    install = [*pip, "install", "--requirement", "constraints.txt", "--editable", "."]
    return [*create, str(VENV)], install


def find_python() -> "str | None":
    """Find the Python to make .venv from.

    Returns:
        The one that runs this or, if that is too old, the newest on PATH that CI tests.
    """
    if sys.version_info >= OLDEST:
        # Not that of an active environment, which may be .venv and have to go.
        return getattr(sys, "_base_executable", None) or sys.executable
    found = (shutil.which(name) for name in NEWER)
    # pyenv puts names on PATH that do not run.
    return next((path for path in found if path and version_of(path)), None)


def version_of(python: str) -> str:
    """Ask a Python for its version.

    Args:
        python: Its path.

    Returns:
        The version, such as 3.13; nothing if it does not run.
    """
    return output(python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])")


def as_numbers(version: str) -> "tuple[int, ...]":
    """Read the first version in a text.

    Args:
        version: The text, such as `uv 0.13.9 (x86_64)`.

    Returns:
        Its numbers, such as (0, 13, 9); none if there is no version.
    """
    return tuple(int(number) for number in re.findall(r"\d+", version)[:3])


def new_stamp(version: str) -> "dict[str, str]":
    """Say what is written into a finished .venv, by which the next start knows that it is right.

    Args:
        version: The version of its Python.

    Returns:
        The version, the folder, and a sum over the files that name the packages.
    """
    files = b"".join((ROOT / name).read_bytes() for name in ("pyproject.toml", "constraints.txt"))
    return {"python": version, "folder": str(ROOT), "files": hashlib.sha256(files).hexdigest()}


def read_stamp() -> "dict[str, str] | None":
    """Read what the last set-up wrote into .venv.

    Returns:
        What it wrote, or None if there is nothing.
    """
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))  # type: dict[str, str]
    except (OSError, ValueError):
        return None
    return stamp


def write_stamp(stamp: "dict[str, str]") -> None:
    """Write into .venv how far it is.

    Args:
        stamp: What to write.
    """
    STAMP.write_text(json.dumps(stamp), encoding="utf-8")


def environment() -> "dict[str, str]":
    """Set the environment variables as activating .venv would.

    Returns:
        The present ones, without those by which Python would look for packages elsewhere, or uv
        and pip put them elsewhere. The index and the proxy stay as they are set. And one more, by
        which the workbook knows how a command is typed here.
    """
    elsewhere = ["PYTHONHOME", "UV_PYTHON", "PIP_PREFIX", "PIP_PYTHON", "PIP_ROOT", "PIP_TARGET"]
    variables = {name: value for name, value in os.environ.items() if name not in elsewhere}
    path = os.pathsep.join([str(PYTHON.parent), variables.get("PATH", os.defpath)])
    variables.update(VIRTUAL_ENV=str(VENV), UV_PROJECT_ENVIRONMENT=str(VENV), PATH=path)
    variables.update(PIP_USER="0", PIP_DISABLE_PIP_VERSION_CHECK="1")
    python = "py" if os.name == "nt" else "python3"
    variables["WORKBOOK_STARTED_AS"] = "%s %s" % (python, shlex.quote(sys.argv[0]))
    # Before 3.13, Python reads in the locale's encoding where an editable install lies: an umlaut
    # in the folder's name is lost on Windows, and ends Python at once where LC_ALL is C.
    variables["PYTHONPATH"] = str(ROOT)
    if variables.get("LC_ALL") in ("C", "POSIX"):
        variables["LC_ALL"] = "C.UTF-8"
    return variables


def run(*command: str) -> bool:
    """Show a command, and run it in the workbook's folder.

    Args:
        command: The program and its arguments.

    Returns:
        Whether it went well.
    """
    show(command, ROOT)
    # All on standard error: standard output is for what the workbook's commands write.
    return not subprocess.call(command, cwd=str(ROOT), env=environment(), stdout=2)


def output(*command: str) -> str:
    """Run a command for what it writes.

    Args:
        command: The program and its arguments.

    Returns:
        What it wrote; nothing if it failed, or does not exist.
    """
    try:
        written = subprocess.check_output(command, env=environment(), stderr=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return written.decode().strip()


def show(command: "list[str] | tuple[str, ...]", folder: Path) -> None:
    """Show a command in the form in which to type it.

    Args:
        command: The program and its arguments.
        folder: Where it runs; paths in it are shown as seen from there.
    """
    inside = str(folder) + os.sep
    words = [word[len(inside) :] if word.startswith(inside) else word for word in command]
    say("$ " + " ".join(shlex.quote(word) for word in words))


def say(line: str) -> None:
    """Write to the one who started this.

    Args:
        line: What to write.
    """
    if sys.stderr is not None:  # it is closed
        with contextlib.suppress(OSError):  # it takes nothing more: the exit status says enough
            print(line, file=sys.stderr, flush=True)


@contextlib.contextmanager
def one_at_a_time() -> "Iterator[None]":
    """Let a second start.py wait until the first has set up; not on Windows."""
    with open(__file__) as own:
        if sys.platform != "win32":
            import fcntl

            with contextlib.suppress(OSError):  # a file system without locks
                try:
                    fcntl.flock(own, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    say("Another start.py is setting up; this one waits for it.")
                    fcntl.flock(own, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
