"""Sound files of single codes of the loaded model, which browsers play."""

import tempfile
from functools import lru_cache
from pathlib import Path

from controllers.console.app_state import AppState
from distill import audio, bundle
from distill.bundle import Bundle
from distill.errors import DistillError
from distill.offline import atlas


class CodeAudition:
    """Cache of sound files, each rendered when it is first requested."""

    def __init__(self, app: AppState) -> None:
        self._app = app
        self._folder = tempfile.TemporaryDirectory(prefix="distill-audition-")

    def sound_file(self, level: int, code: int) -> Path:
        """Render one code of one level, held for a moment; the other levels are silent.

        Args:
            level: index of the level, from 0.
            code: index in its codebook.

        Returns:
            A WAV file.

        Raises:
            DistillError: no model is loaded, or it has no such code.
        """
        path = self._app.loaded_model
        if path is None:
            raise DistillError("No model is loaded. Load one in the library.")
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
    """Load a model; cached until the file or its time of change differs."""
    return bundle.load(path)
