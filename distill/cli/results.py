"""Results of commands about codes and models, which are the schema of their ``--json``."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from distill.audio import Remark
from distill.cli.say import say
from distill.library_entry import LibraryEntry, Place


def remarks_on(path: Path) -> Remark:
    """Callback that prints remarks about the recording ``path`` to standard error."""
    return lambda text: say(f"{path}: {text}", err=True)


class CommandResult(BaseModel):
    """Result of one command."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Written(CommandResult):
    """Sound or grid that was written."""

    output: Place
    model: str
    """Fingerprint of the model."""
    frames: int
    samples: int
    """Per channel, at 48 kHz."""
    seconds: float


class GridContent(CommandResult):
    """Content of a file of codes."""

    codes: Place
    model: str
    levels: tuple[str, ...]
    frames: int
    seconds: float
    locked: int
    """Number of locked cells."""
    undo: int
    redo: int
    """Number of edits that can be undone and redone."""
    grid: tuple[tuple[int, ...], ...]
    """[level, frame]: codes; -1 for an empty cell."""


class Edited(CommandResult):
    """Files of codes that were edited."""

    outputs: tuple[Place, ...]
    changed: int
    """Number of cells whose code or lock changed."""
    undo: int
    redo: int
    """Number of edits that can be undone and redone, in the first of the files."""


class Tile(CommandResult):
    """One code in an atlas."""

    level: str
    place: int
    """Place in the order of similarity, from 1."""
    code: int
    sound: Place


class Atlas(CommandResult):
    """Atlas that was written."""

    picture: Place
    tiles: tuple[Tile, ...]


class Listing(CommandResult):
    """Models of the library."""

    folder: Place
    models: tuple[LibraryEntry, ...]


class Kept(CommandResult):
    """Model files that were copied, moved or deleted."""

    paths: tuple[Place, ...]
