"""A folder of recordings: a report on every file, and the sound of those that can be used, at 48 kHz."""

import hashlib
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import platformdirs

from distill import audio
from distill.audio import SAMPLE_RATE, Samples
from distill.errors import CorpusError
from distill.files import replacing

SUFFIXES = {".wav", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".aiff", ".aif", ".aifc"}
SHORTEST_SECONDS = 0.1
"""Shorter recordings are filled up with silence."""
SILENCE = 10 ** (-90 / 20)
"""A recording whose loudest sample is below this is silent."""
KEPT_DAYS = 30
"""How long decoded sound is kept after it was last used."""


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file."""

    path: Path
    used: bool
    seconds: float
    reason: str
    """Why it is not used; empty when it is."""


@dataclass(frozen=True, slots=True)
class Recording:
    """The sound of one file."""

    path: Path
    samples: Samples
    """[time], mono, 48 kHz; read from disk as it is needed."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """A folder and what is in it."""

    folder: Path
    files: tuple[FileReport, ...]
    recordings: tuple[Recording, ...]

    @property
    def seconds(self) -> float:
        """Length of all recordings together."""
        return sum(file.seconds for file in self.files if file.used)

    @property
    def skipped(self) -> tuple[FileReport, ...]:
        """The files that are not used."""
        return tuple(file for file in self.files if not file.used)


def load(folder: Path, *, cache: Path | None = None, on_file: Callable[[int, int], None] | None = None) -> Corpus:
    """Read every recording below ``folder``; hidden files and folders are passed over.

    Sound is decoded once and kept in ``cache`` (the user's cache folder unless told otherwise), so that hours of
    it need no memory and a second training starts at once. ``on_file`` hears how many files of how many are done.

    Raises:
        CorpusError: no such folder, or no recording in it that can be used.
    """
    if not folder.is_dir():
        what = "is a file, not a folder" if folder.exists() else "does not exist"
        raise CorpusError(f"{folder} {what}. Name a folder of recordings.")
    cache = cache or platformdirs.user_cache_path("distill") / "sound"
    _prepare(cache)
    paths = sorted(_visible_files(folder))
    files: list[FileReport] = []
    recordings: list[Recording] = []
    for number, path in enumerate(paths):
        try:
            samples, seconds = _decoded(path, cache)
        except CorpusError as reason:
            files.append(FileReport(path, used=False, seconds=0.0, reason=str(reason)))
        else:
            files.append(FileReport(path, used=True, seconds=seconds, reason=""))
            recordings.append(Recording(path, samples))
        if on_file:
            on_file(number + 1, len(paths))
    if not recordings:
        raise CorpusError(_nothing_usable(folder, files))
    return Corpus(folder, tuple(files), tuple(recordings))


def _visible_files(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(place) / name for name in names if not name.startswith("."))


def _decoded(path: Path, cache: Path) -> tuple[Samples, float]:
    """Samples [time] of one recording, mapped from the cache, and its own length in seconds."""
    if path.suffix.lower() not in SUFFIXES:
        raise CorpusError(f"not a sound file ({path.suffix or 'no suffix'})")
    stat = path.stat()
    identity = f"{path.resolve()} {stat.st_size} {stat.st_mtime_ns}"
    kept = cache / f"{hashlib.sha256(identity.encode()).hexdigest()[:32]}.f32"
    if kept.is_file():
        kept.touch()
    else:
        _decode(path, kept)
    samples = np.memmap(kept, np.float32, "r")
    seconds = len(samples) / SAMPLE_RATE
    missing = int(SHORTEST_SECONDS * SAMPLE_RATE) - len(samples)
    return np.pad(samples, (0, missing)) if missing > 0 else samples, seconds


def _decode(path: Path, kept: Path) -> None:
    """Decode a recording to raw floats, if it is worth it."""
    loudest, length = 0.0, 0
    with replacing(kept) as temporary, temporary.open("wb") as file:
        for block in audio.stream(path):
            loudest = max(loudest, float(np.abs(block).max(initial=0.0)))
            length += len(block)
            file.write(block.tobytes())
        if loudest < SILENCE:
            raise CorpusError("silent")


def _prepare(cache: Path) -> None:
    """Make the cache folder, and forget sound that has not been used for long."""
    try:
        cache.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CorpusError(f"Cannot keep decoded sound in {cache}: {error.strerror}. Set XDG_CACHE_HOME.") from error
    oldest = time.time() - KEPT_DAYS * 24 * 3600
    for kept in cache.glob("*.f32"):
        if kept.stat().st_mtime < oldest:
            kept.unlink(missing_ok=True)


def _nothing_usable(folder: Path, files: list[FileReport]) -> str:
    if not files:
        return f"{folder} is empty. Put some recordings there: WAV, FLAC, OGG, MP3 or AIFF."
    examples = "; ".join(f"{file.path.name}: {file.reason}" for file in files[:2])
    more = f"; and {len(files) - 2} more" if len(files) > 2 else ""
    return f"No recording in {folder} can be used ({examples}{more}). WAV, FLAC, OGG, MP3 and AIFF can."
