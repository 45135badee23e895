"""Writing what a training gives, while it goes on: a full disk costs what is written, not what is learnt."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from distill import bundle
from distill.bundle import Bundle
from distill.cli.progress import warn
from distill.data.corpus import Corpus
from distill.errors import DistillError
from distill.training import artifacts, checkpoint


class Saver:
    """Writes models to ``output``, their curves, previews and checkpoints beside it; of several ranks only one does."""

    def __init__(self, output: Path, corpus: Corpus, *, writes: bool) -> None:
        self._output = output
        self._place = checkpoint.beside(output)
        self._corpus = corpus
        self._writes = writes
        self._trouble: DistillError | None = None

    def save(self, model: Bundle) -> None:
        """Write a model, or warn: later there may be room.

        Raises:
            DistillError: nothing was learnt yet, and there is no place for it from the start.
        """
        if not self._writes:
            return
        try:
            bundle.save(model, self._output)
        except DistillError as error:
            if not model.card.curves:
                raise
            self._trouble = error
            warn(f"{error} The training goes on.")
            return
        self._trouble = None
        if model.card.curves:
            with _warned("It goes without curves and preview."):
                artifacts.write(model, self._corpus.recordings, self._output)

    def keep(self, state: dict[str, Any]) -> None:
        """Write a checkpoint, or warn."""
        if self._writes:
            with _warned("The training goes on without a checkpoint."):
                checkpoint.write(self._place, state)

    def finish(self, *, whole: bool) -> None:
        """See that the last model is there; without its checkpoint, if the training is ``whole``.

        Raises:
            DistillError: it could not be written.
        """
        if self._trouble:
            kept = f" {self._place} has what was learnt: go on with --resume." if self._place.exists() else ""
            raise DistillError(f"{self._trouble}{kept}") from self._trouble
        if self._writes and whole:
            self._place.unlink(missing_ok=True)


@contextmanager
def _warned(what: str) -> Generator[None]:
    """Go on where a file cannot be written that the training does not need, with a warning that ends in ``what``."""
    try:
        yield
    except DistillError as error:
        warn(f"{error} {what}")
