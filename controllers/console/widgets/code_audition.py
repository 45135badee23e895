"""Single codes of the model on stage, to be heard in the browser."""

import tempfile
from functools import lru_cache
from pathlib import Path

from controllers.console.app_state import Studio
from distill import audio, bundle
from distill.bundle import Bundle
from distill.errors import DistillError
from distill.offline import atlas


class Voices:
    """Makes each sound when it is first asked for."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._folder = tempfile.TemporaryDirectory(prefix="distill-heard-")

    def heard(self, level: int, code: int) -> Path:
        """A sound file of ``code`` of ``level``, from 0, held for a moment.

        Raises:
            DistillError: nothing is on stage, or it has no such code.
        """
        path = self._studio.playing
        if path is None:
            raise DistillError("Nothing is on stage.")
        try:
            model = _model(path, path.stat().st_mtime_ns)
        except OSError as error:
            raise DistillError(f"{path.name} cannot be read: {error.strerror}. Load another model.") from error
        config = model.codec.config
        if not (0 <= level < config.levels and 0 <= code < config.codebook_size):
            raise DistillError(f"There is no code {code} on level {level + 1} of {path.name}.")
        file = Path(self._folder.name) / f"{model.fingerprint[:16]}-{level}-{code}.wav"
        if not file.exists():
            audio.write(file, atlas.sound(model.codec, level, code), generated=True)
        return file


@lru_cache(maxsize=1)
def _model(path: Path, _: int) -> Bundle:
    """The model in a file, as long as that is the same."""
    return bundle.load(path)
