"""Which folders the page may name: the user's own, the one the console was started in, and drives."""

from pathlib import Path

import platformdirs

from distill.errors import DistillError

DRIVES = tuple(Path(place) for place in ("/media", "/mnt", "/run/media", "/Volumes"))
"""Where systems put what is plugged in."""
LONGEST_SHOWN = 200


def roots() -> list[Path]:
    """The folders with all that may be named in them."""
    places = [Path.home(), Path.cwd(), platformdirs.user_data_path("distill"), *DRIVES]
    return [place for place in dict.fromkeys(place.resolve() for place in places) if place.is_dir()]


def resolved(path: Path) -> Path:
    """``path`` with its links followed, whether or not something is there.

    Raises:
        DistillError: no file can be there or be looked at: a name is too long, links go in circles.
    """
    try:
        full = path.resolve()
        full.stat()
    except (FileNotFoundError, NotADirectoryError):
        return path.resolve()
    except (OSError, RuntimeError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error).partition(":")[0]
        raise DistillError(f"{_shown(path)} cannot be looked at: {reason}. Name another place.") from error
    return full


def allows(path: Path) -> bool:
    """Whether ``path``, links followed, may be named."""
    try:
        full = resolved(path)
    except DistillError:
        return False
    return any(full.is_relative_to(root) for root in roots())


def parse(text: str) -> Path:
    """The path that somebody typed, ``~`` understood.

    Raises:
        DistillError: it is none, or out of reach.
    """
    path = Path(text.strip())
    try:
        path = path.expanduser()
    except RuntimeError as error:
        raise DistillError(f"{_shown(path)}: there is no such user here. Type the path of a folder.") from error
    resolved(path)
    if not allows(path):
        raise DistillError(
            f"{_shown(path)} is outside of your folders. The page reads what is in your home, on a drive or where the "
            "console was started: start it there, or drop the files here."
        )
    return path


def nearest_folder(text: str) -> Path:
    """The folder that somebody typed or the nearest above it within reach; else the user's own."""
    try:
        path = parse(text)
    except DistillError:
        return Path.home()
    return next((place for place in (path, *path.parents) if place.is_dir() and allows(place)), Path.home())


def _shown(path: Path) -> str:
    """A path in a sentence: its odd letters escaped, and not all of a long one."""
    text = "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in str(path))
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
