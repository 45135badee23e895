"""What the library shows of a model: what it says of itself, what training left beside it, and its health in words."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from distill import bundle
from distill.evaluation import codebook_usage
from distill.library_entry import LibraryEntry

MEGABYTE = 1e6


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A model of the library, as it is now: another one as soon as anything about it changes."""

    entry: LibraryEntry
    preview: tuple[Path, int] | None
    """The preview that training left, and when it changed."""
    curves: tuple[Path, int] | None

    @classmethod
    def of(cls, entry: LibraryEntry) -> Self:
        """What there is to show of a file of the library."""
        return cls(entry, _beside(entry.path, ".preview.wav"), _beside(entry.path, ".curves.png"))

    @property
    def own(self) -> bool:
        """Whether it is one of the library's, not the one that comes along."""
        return self.entry.path != bundle.STARTER

    @property
    def origin(self) -> str:
        """When and from what it was made."""
        about = self.entry.about
        if about is None:
            return f"{self.entry.bytes / MEGABYTE:.1f} MB"
        files = "1 file" if about.files == 1 else f"{about.files} files"
        return f"{about.date.astimezone():%Y-%m-%d %H:%M}, {_length(about.seconds)} in {files} of {about.corpus}"

    @property
    def shape(self) -> tuple[str, ...]:
        """How large it is, and what it can do, in a few words each."""
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
        """What to think of each level that could be better, or that all are well; in plain words."""
        levels = self.entry.about.health if self.entry.about else ()
        wanting = tuple(
            codebook_usage.meaning(level.role, level.used)
            for level in levels
            if codebook_usage.grade(level.used) != "green"
        )
        return wanting or ("Every level makes good use of its codes.",)


def _beside(path: Path, suffix: str) -> tuple[Path, int] | None:
    beside = path.with_name(f"{path.stem}{suffix}")
    return (beside, beside.stat().st_mtime_ns) if beside.is_file() else None


def _length(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"
