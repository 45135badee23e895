"""Which folders the page may name: the user's own, the one the console was started in, and drives."""

from pathlib import Path

import platformdirs

from distill.errors import DistillError

DRIVES = tuple(Path(place) for place in ("/media", "/mnt", "/run/media", "/Volumes"))
"""Where systems put what is plugged in."""


def roots() -> list[Path]:
    """The folders with all that may be named in them."""
    places = [Path.home(), Path.cwd(), platformdirs.user_data_path("distill"), *DRIVES]
    return [place for place in dict.fromkeys(place.resolve() for place in places) if place.is_dir()]


def within(path: Path) -> bool:
    """Whether ``path``, links followed, may be named."""
    full = path.resolve()
    return any(full.is_relative_to(root) for root in roots())


def named(text: str) -> Path:
    """The path that somebody typed, ``~`` understood.

    Raises:
        DistillError: it is out of reach.
    """
    path = Path(text.strip()).expanduser()
    if not within(path):
        raise DistillError(
            f"{path} is outside of your folders. The page reads what is in your home, on a drive or where the console "
            "was started: start it there, or drop the files here."
        )
    return path
