"""Corpus: a folder of recordings, with a report on every file, decoded to 48 kHz into a cache."""

import hashlib
import os
import stat
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

import numpy as np
import platformdirs

from distill import audio
from distill.audio import SAMPLE_RATE, Samples
from distill.data import recordings
from distill.errors import CorpusError
from distill.io import model_header
from distill.io.audio_formats import KINDS
from distill.io.files import replacing
from distill.text import shown

if sys.platform != "win32":
    import resource

SHORTEST = SAMPLE_RATE // 10
"""Length in samples below which recordings are padded with silence."""
SILENCE = 10 ** (-90 / 20)
"""Peak below which a recording counts as silent (-90 dB)."""
MOST_MAPPED = 4096
"""Upper limit of recordings that are memory-mapped at once; each counts as an open file."""
IDENTITY_SECONDS = 5
"""Seconds at the beginning of a recording that, with its length, make up its identity."""
DECODER = 2
"""Version of decoding; to be raised when it changes, so that older cache files are not used."""
REMEDY = f"Put recordings there: {KINDS}."
KEPT_DAYS = 30
"""Days for which decoded sound is kept in the cache after its last use."""


@dataclass(frozen=True, slots=True)
class FileReport:
    """Report on one file."""

    path: Path
    used: bool
    seconds: float
    """Length of its sound; 0 if it is not used."""
    reason: str
    """Reason why it is not used; empty if it is."""
    remark: str = ""
    """Oddity of a file that is used; mostly empty."""

    def name(self, folder: Path) -> str:
        """Path relative to ``folder``, printable on one line."""
        return shown(self.path.relative_to(folder))


@dataclass(frozen=True, slots=True)
class Recording:
    """Sound of one file."""

    path: Path
    sound: Samples | Callable[[], Samples]
    """Samples, or a function that memory-maps them."""

    @property
    def samples(self) -> Samples:
        """Samples [time, channel] at 48 kHz, memory-mapped and read-only.

        Not to be kept, but read again: not all files of a large corpus can be open at once.
        """
        return self.sound() if callable(self.sound) else self.sound

    @property
    def identity(self) -> str:
        """Twelve hexadecimal digits that identify the sound, regardless of the file's name."""
        beginning = np.round(self.samples[: IDENTITY_SECONDS * SAMPLE_RATE] * 2**15).astype(np.int32)
        return hashlib.sha256(str(len(self.samples)).encode() + beginning.tobytes()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Folder of recordings, with reports on its files."""

    folder: Path
    files: tuple[FileReport, ...]
    recordings: tuple[Recording, ...]

    @property
    def seconds(self) -> float:
        """Total length of all recordings."""
        return sum(file.seconds for file in self.files)

    @property
    def skipped(self) -> tuple[FileReport, ...]:
        """Files that are not used."""
        return tuple(file for file in self.files if not file.used)


def load(
    folder: Path,
    *,
    channels: int = 1,
    cache: Path | None = None,
    on_file: Callable[[int, int], None] | None = None,
) -> Corpus:
    """Read every recording below ``folder``; hidden files and folders are skipped.

    Args:
        folder: searched recursively.
        channels: 1 or 2.
        cache: folder of decoded sound, which is memory-mapped; in the user's cache folder if ``None``.
        on_file: receives the number of files that are done, and of all.

    Raises:
        CorpusError: no such folder, or no recording in it that can be used.
        DistillError: decoded sound cannot be kept.
    """
    if not folder.is_dir():
        what = "is a file, not a folder" if folder.exists() else "does not exist"
        raise CorpusError(f"{folder} {what}. Name a folder of recordings.")
    cache = cache or platformdirs.user_cache_path("distill") / "sound"
    _prepare(cache)
    paths = _visible(folder)
    mapped = lru_cache(_allow_open(min(len(paths), MOST_MAPPED)))(_mapped)
    files: list[FileReport] = []
    found: list[Recording] = []
    for number, path in enumerate(paths):
        try:
            kept, length, remark = _decoded(path, cache, channels)
        except CorpusError as reason:
            files.append(FileReport(path, used=False, seconds=0.0, reason=str(reason)))
        else:
            files.append(FileReport(path, used=True, seconds=length / SAMPLE_RATE, reason="", remark=remark))
            found.append(Recording(path, partial(mapped, kept, length, channels)))
        if on_file:
            on_file(number + 1, len(paths))
    if not found:
        raise CorpusError(_nothing_usable(folder, files))
    return Corpus(folder, tuple(files), tuple(found))


def _visible(folder: Path) -> list[Path]:
    """Every file below ``folder``, and every folder that is not entered, so that each gets a report."""
    found: list[Path] = []
    for place, folders, names in os.walk(folder, onerror=lambda error: found.append(Path(error.filename))):
        folders[:] = [name for name in folders if not name.startswith(".")]
        linked = [name for name in folders if Path(place, name).is_symlink()]
        found.extend(Path(place, name) for name in linked + names if not name.startswith("."))
    return sorted(found)


def _mapped(kept: Path, length: int, channels: int) -> Samples:
    return np.memmap(kept, np.float32, "r", shape=(length, channels))


def _decoded(path: Path, cache: Path, channels: int) -> tuple[Path, int, str]:
    """Cache file of a recording, its length in samples per channel, and a remark."""
    try:
        status = path.stat()
    except OSError as error:
        raise CorpusError(f"cannot be read ({error.strerror})") from error
    if not stat.S_ISREG(status.st_mode):
        raise CorpusError("not a file but a linked or locked folder, or a device")
    if _is_own(path):
        raise CorpusError("made by Distill: a model does not learn from its own sound")
    identity = f"{DECODER} {channels} {status.st_size} {status.st_mtime_ns} ".encode() + os.fsencode(path.resolve())
    kept = cache / f"{hashlib.sha256(identity).hexdigest()[:32]}.f32"
    try:
        os.utime(kept)
    except OSError:
        # Not there yet, or somebody else's.
        _decode(path, kept, channels)
    with kept.open("rb") as file:
        file.seek(-8, os.SEEK_END)
        length = int.from_bytes(file.read(8), "little")
        file.seek(4 * channels * length)
        remark = file.read()[:-8].decode()
    return kept, length, remark


def _is_own(path: Path) -> bool:
    """True if a model generated that sound; previews of earlier versions have no mark, and are known by name."""
    model, preview, _ = path.name.partition(".preview.wav")
    return audio.comment(path) == audio.GENERATED or bool(
        preview and model_header.is_model(path.with_name(f"{model}.distill"))
    )


def _decode(path: Path, kept: Path, channels: int) -> None:
    """Decode a recording, if usable, to raw float32 at ``kept``, followed by its remark and its length."""
    peak, length, audible = 0.0, 0, False
    remarks: list[str] = []
    with replacing(kept) as temporary, temporary.open("wb") as file:
        for block in recordings.stream(path, channels, remarks.append):
            peak = max(peak, float(np.abs(block).max(initial=0.0)))
            length += len(block)
            audible = audible or audio.is_audible(block)
            file.write(block.tobytes())
        if not length:
            raise CorpusError("no sound in it")
        if peak < SILENCE:
            raise CorpusError("silent")
        if not audible:
            raise CorpusError(audio.INAUDIBLE)
        file.write(np.zeros((max(0, SHORTEST - length), channels), np.float32).tobytes())
        file.write("; ".join(remarks).encode() + max(length, SHORTEST).to_bytes(8, "little"))


def _prepare(cache: Path) -> None:
    """Create the cache folder, and delete sound that was not used for ``KEPT_DAYS``."""
    try:
        cache.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CorpusError(f"Cannot keep decoded sound in {cache}: {error.strerror}. Set XDG_CACHE_HOME.") from error
    oldest = time.time() - KEPT_DAYS * 24 * 3600
    for kept in cache.glob("*.f32"):
        # Another training may be deleting it, too, or it may be another user's.
        with suppress(OSError):
            if kept.stat().st_mtime < oldest:
                kept.unlink()


def _allow_open(files: int) -> int:
    """Raise the limit of open files by ``files``, as macOS allows 256; return how many of those are allowed."""
    if sys.platform == "win32":
        return files
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = min(files + 256, hard) if hard != resource.RLIM_INFINITY else files + 256
    if soft < wanted and soft != resource.RLIM_INFINITY:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    # Libraries, pipes and what is written take some, too.
    return max(1, min(files, wanted // 2))


def _nothing_usable(folder: Path, files: list[FileReport]) -> str:
    if not files:
        return f"{folder} is empty. {REMEDY}"
    examples = "; ".join(f"{file.path.name}: {file.reason}" for file in files[:2])
    count = "The only file" if len(files) == 1 else f"None of the {len(files)} files"
    verb = "cannot" if len(files) == 1 else "can"
    return f"{count} in {folder} {verb} be used ({examples}). {REMEDY}"
