"""Saving the results of a training while it runs; a full disk does not end the training."""

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
    """Writer of models to ``output``, and of curves, previews and checkpoints beside it.

    Args:
        output: the model file.
        corpus: recordings, for the preview.
        writes: False for all ranks but one, for which nothing is written.
    """

    def __init__(self, output: Path, corpus: Corpus, *, writes: bool) -> None:
        self._output = output
        self._place = checkpoint.beside(output)
        self._corpus = corpus
        self._writes = writes
        self._trouble: DistillError | None = None

    def save(self, model: Bundle) -> None:
        """Write a model with its curves and preview, or warn, to try again with the next.

        Raises:
            DistillError: even the first, untrained model cannot be written.
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
        """Check that the last model was written, and delete the checkpoint if the training is complete (``whole``).

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
    """Turn a ``DistillError`` in the context into a warning that ends in ``what``."""
    try:
        yield
    except DistillError as error:
        warn(f"{error} {what}")
