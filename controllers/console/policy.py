"""Path policy: the page reads files in the home folder, the working folder, and on removable drives."""

from pathlib import Path

import platformdirs

from distill.errors import DistillError
from distill.text import shown

DRIVES = tuple(Path(place) for place in ("/media", "/mnt", "/run/media", "/Volumes"))
"""Mount points of removable drives on Linux and macOS."""
LONGEST_SHOWN = 200
"""Characters of a path in a message."""


def roots() -> list[Path]:
    """Existing folders in which everything may be read."""
    places = [Path.home(), Path.cwd(), platformdirs.user_data_path("distill"), *DRIVES]
    return [place for place in dict.fromkeys(place.resolve() for place in places) if place.is_dir()]


def resolved(path: Path) -> Path:
    """Resolve the links of a path, which need not exist.

    Raises:
        DistillError: the system cannot look it up: a name is too long, links form a loop, or access is denied.
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
    """True if ``path``, links followed, is in one of the ``roots``."""
    try:
        full = resolved(path)
    except DistillError:
        return False
    return any(full.is_relative_to(root) for root in roots())


def parse(text: str) -> Path:
    """Convert typed text to a path, with ``~`` expanded.

    Raises:
        DistillError: it is no valid path, or outside of the ``roots``.
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
    """Nearest allowed folder at or above a typed path; the home folder if there is none."""
    try:
        path = parse(text)
    except DistillError:
        return Path.home()
    return next((place for place in (path, *path.parents) if place.is_dir() and allows(place)), Path.home())


def _shown(path: Path) -> str:
    """Path for a message: unprintable characters escaped, cut at ``LONGEST_SHOWN``."""
    text = shown(path)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
