"""What commands about codes and models print with ``--json``: these models are its schema."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from distill.audio import Remark
from distill.cli.say import say
from distill.library import Entry, Place


def remarks_on(path: Path) -> Remark:
    """Say on standard error what is odd about a recording that is used all the same."""
    return lambda text: say(f"{path}: {text}", err=True)


class CommandResult(BaseModel):
    """The result of one command."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Written(CommandResult):
    """Sound or a grid was written."""

    output: Place
    model: str
    """Fingerprint of the model."""
    frames: int
    samples: int
    """At 48 kHz."""
    seconds: float


class Shown(CommandResult):
    """A grid as it is."""

    codes: Place
    model: str
    levels: tuple[str, ...]
    frames: int
    seconds: float
    locked: int
    """How many cells are."""
    undo: int
    redo: int
    """How many edits can be undone and redone."""
    grid: tuple[tuple[int, ...], ...]
    """A row a level, a column a frame; -1 where nothing sounds."""


class Edited(CommandResult):
    """Files of codes were edited."""

    outputs: tuple[Place, ...]
    changed: int
    """How many cells have another code than before, or are locked where they were not, or the reverse."""
    undo: int
    redo: int
    """How many edits can be undone and redone, in the first of the files."""


class Tile(CommandResult):
    """A code in an atlas."""

    level: str
    place: int
    """In the order of similarity."""
    code: int
    sound: Place


class Atlas(CommandResult):
    """An atlas was written."""

    picture: Place
    tiles: tuple[Tile, ...]


class Listing(CommandResult):
    """Models of the library."""

    folder: Place
    models: tuple[Entry, ...]


class Kept(CommandResult):
    """Model files came, went, or moved."""

    paths: tuple[Place, ...]
