"""Checkpoints of a training, written at least once a minute, to resume from."""

import time
import zipfile
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, cast

import torch

from distill.errors import TrainingError
from distill.io.files import FileKind, replacing
from distill.model.tensors import program_name

FIRST_SECONDS = 4.0
"""Seconds until the first checkpoint; intervals double from it on, up to ``SECONDS_BETWEEN``."""
SECONDS_BETWEEN = 60.0
"""Most training that a crash loses, in seconds."""
VERSION = 1
"""Version of the format; others are refused."""
LARGEST_PICKLED = 1 << 24
"""Bytes of a checkpoint's list of tensors that are searched for its mark."""


class CheckpointTimer:
    """Timer of checkpoints."""

    def __init__(self) -> None:
        self._last = time.monotonic()
        self._wait = FIRST_SECONDS

    def due(self) -> bool:
        """True if a checkpoint is due; the timer then restarts."""
        due = time.monotonic() - self._last >= self._wait
        if due:
            self._last = time.monotonic()
            self._wait = min(2 * self._wait, SECONDS_BETWEEN)
        return due


def _is_own(path: Path) -> bool:
    with suppress(Exception), zipfile.ZipFile(path) as archive:  # whatever a damaged archive makes the reader raise
        (pickled,) = (name for name in archive.namelist() if name.endswith("/data.pkl"))
        with archive.open(pickled) as file:
            return b"X\x0a\0\0\0checkpoint" in file.read(LARGEST_PICKLED)
    return False


CHECKPOINT = FileKind("a checkpoint of a training", _is_own)


def beside(model: Path) -> Path:
    """Path of the checkpoint beside the model file ``model``."""
    return model.with_suffix(".checkpoint")


def write(path: Path, content: dict[str, Any]) -> None:
    """Write a checkpoint: tensors, numbers, texts, and lists and dictionaries of them."""
    with replacing(path, CHECKPOINT) as temporary, temporary.open("wb") as file:
        try:
            torch.save({**content, "checkpoint": VERSION}, file)
        except RuntimeError as error:
            # PyTorch's writer says where it stood when no more could be written, but not why.
            why = error.__context__
            raise why if isinstance(why, OSError) else OSError("it could not be written whole") from error


def read(path: Path) -> dict[str, Any]:
    """Read a checkpoint; runs no code of the file.

    Raises:
        TrainingError: there is none, or it is damaged or of another version.
    """
    if not path.is_file():
        raise TrainingError(f"There is no {path} to resume from. Train without --resume.")
    try:
        content = torch.load(path, weights_only=True, map_location="cpu")
        version = content["checkpoint"]
    except Exception as error:  # whatever a damaged archive makes the reader raise
        raise TrainingError(f"{path} is damaged. Remove it and train without --resume.") from error
    if version != VERSION:
        raise TrainingError(f"{path} is of another version of Distill. Remove it and train without --resume.")
    kinds = {"stage": str, "spent": float, "settings": dict, "codec": dict, "training": dict, "curves": list}
    if any(not isinstance(content.get(name), kind) for name, kind in kinds.items()) or not 0 <= content["spent"] < 2:
        raise TrainingError(f"{path} is damaged. Remove it and train without --resume.")
    return {name: _with_program_names(part) for name, part in content.items()}


def _with_program_names(part: Any) -> Any:
    """``part`` of a checkpoint, with tensors of earlier versions under the names that they have now."""
    if isinstance(part, dict):
        return {
            program_name(name) if isinstance(name, str) else name: _with_program_names(value)
            for name, value in cast("dict[Any, Any]", part).items()
        }
    return part


@contextmanager
def fitting() -> Generator[None]:
    """Turn errors of the block, which reads a checkpoint's content, into one line.

    Raises:
        TrainingError: the content does not fit.
    """
    try:
        yield
    except (KeyError, IndexError, AttributeError, TypeError, ValueError, RuntimeError) as error:
        reason = str(error).splitlines()[0]
        raise TrainingError(f"The checkpoint is damaged ({reason}). Remove it and train without --resume.") from error
