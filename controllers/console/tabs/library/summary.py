"""Summary of a model for the library: size, origin, preview and codebook usage in words."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from distill import bundle, card
from distill.library_entry import LibraryEntry
from distill.text import length

MEGABYTE = 1e6
"""Bytes."""


@dataclass(frozen=True, slots=True)
class LibrarySummary:
    """Summary of one model file; unequal to an earlier one as soon as anything has changed."""

    entry: LibraryEntry
    preview: tuple[Path, int] | None
    """The preview (WAV) beside the model file, and its time of change in nanoseconds; ``None`` if there is none."""
    curves: tuple[Path, int] | None
    """The learning curves (PNG), likewise."""

    @classmethod
    def of(cls, entry: LibraryEntry) -> Self:
        """Summarize an entry of the library."""
        return cls(entry, _beside(entry.path, ".preview.wav"), _beside(entry.path, ".curves.png"))

    @property
    def own(self) -> bool:
        """True if it is a file of the library, not the model shipped with Distill."""
        return self.entry.path != bundle.STARTER

    @property
    def origin(self) -> str:
        """Date of training, and length, number and folder of its recordings; only the size if the file is damaged."""
        about = self.entry.about
        if about is None:
            return f"{self.entry.bytes / MEGABYTE:.1f} MB"
        files = "1 file" if about.files == 1 else f"{about.files} files"
        return f"{about.date.astimezone():%Y-%m-%d %H:%M}, {length(about.seconds)} in {files} of {about.corpus}"

    @property
    def shape(self) -> tuple[str, ...]:
        """Size of the codebooks, channels, size of the file, and if it has a prior; a few words each."""
        about = self.entry.about
        if about is None:
            return ()
        return (
            f"{about.levels} × {about.codebook_size} codes",
            "stereo" if about.channels == 2 else "mono",
            f"{self.entry.bytes / MEGABYTE:.1f} MB",
            "with a prior" if about.prior else "no prior",
        )

    @property
    def advice(self) -> tuple[str, ...]:
        """A sentence for each level whose codebook usage is not green; one sentence if all are."""
        levels = self.entry.about.health if self.entry.about else ()
        weak = tuple(card.meaning(level.role, level.used) for level in levels if card.grade(level.used) != "green")
        return weak or ("Every level makes good use of its codes.",)


def _beside(path: Path, suffix: str) -> tuple[Path, int] | None:
    beside = path.with_name(f"{path.stem}{suffix}")
    return (beside, beside.stat().st_mtime_ns) if beside.is_file() else None
