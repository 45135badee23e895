"""The first line of a journal: the model, seed and versions by which a performance renders to the same samples."""

from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from distill import library
from distill.bundle import Bundle
from distill.io import reading
from distill.text import encodable

PathText = Annotated[str, Field(max_length=4096, pattern=r"^[^\x00]*$")]


class PerformanceHeader(BaseModel):
    """Model, seed and versions by which a performance is rendered again; the first line of a journal."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["distill-performance"] = "distill-performance"
    version: Literal[1] = 1
    model: PathText
    """Absolute path of the model file when it was played."""
    fingerprint: Annotated[str, Field(max_length=100)]
    """Fingerprint of the model."""
    seed: Annotated[int, Field(ge=0, lt=1 << 31)]
    sample_rate: Annotated[int, Field(gt=0, le=1 << 20)]
    hop: Annotated[int, Field(gt=0, le=1 << 20)]
    """Samples per frame."""
    versions: dict[str, str]
    """Versions of Distill and PyTorch, on which the samples depend."""
    snapshots: dict[int, Annotated[str, Field(pattern="^[0-9A-Za-z]{1,64}$")]] = {}
    """Snapshot slots at the start: names of the snapshot files, as in ``SnapshotStore``."""
    deck: PathText = ""
    """Path of the model on the second deck at the start; empty if there was none."""

    @classmethod
    def of(
        cls,
        model: Bundle,
        path: Path,
        seed: int,
        snapshots: Mapping[int, str] | None = None,
        deck: Path | None = None,
    ) -> "PerformanceHeader":
        """Header of a performance that starts now, on ``model`` from the file ``path``."""
        return cls(
            model=encodable(str(path.resolve())),
            fingerprint=model.fingerprint,
            seed=seed,
            sample_rate=model.codec.config.sample_rate,
            hop=model.codec.config.hop,
            versions={"distill": version("distill"), "torch": version("torch")},
            snapshots=dict(snapshots or {}),
            deck=encodable(str(deck.resolve())) if deck else "",
        )

    def find_model(self, beside: Path) -> Path:
        """Path of the model file: the recorded one, else by name in ``beside``, else by fingerprint anywhere."""
        there = Path(self.model)
        named = beside / there.name
        files = [path for path in (there, named) if reading.is_file(path)]
        right = library.with_fingerprint(self.fingerprint, [*files, beside, library.folder()])
        return right or (files[0] if files else named)
