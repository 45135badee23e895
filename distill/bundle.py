"""The ``.distill`` file: codec, prior, corpus codes and model card, as safetensors; loading runs no code."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import load as load_arrays
from safetensors.numpy import save as serialized

from distill import library
from distill.card import ModelCard
from distill.errors import BundleError
from distill.evaluation.memorization import SEPARATOR
from distill.hyperparameters import CodecConfig, PriorConfig
from distill.io import model_header, model_tensors, reading
from distill.io.files import replacing
from distill.io.model_tensors import Tensors
from distill.kernels.native.prepare import prepare
from distill.kernels.runtime import CodecRuntime, PriorRuntime
from distill.text import encodable

STARTER = library.STARTER
CORPUS_CODES = "memory"
"""Name of ``Bundle.corpus_codes`` in a model file."""
LOWER_CODES = "memory.lower"
"""Name of the corpus codes [level, frame] of all levels but the first; earlier models lack them."""
MOST_CORPUS_FRAMES = 30_000_000
"""Upper limit of a model's corpus, in frames: 80 hours."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Content of a ``.distill`` file: codec and prior, ready to be played, their memory and model card.

    ``distill.training.modules`` makes the modules of it that learn.
    """

    codec: CodecRuntime
    prior: PriorRuntime
    tensors: Tensors
    """Weights of both, by their names in the file."""
    card: ModelCard
    fingerprint: str
    """SHA-256 of configuration and weights: two models with the same one play the same."""

    @classmethod
    def of(
        cls,
        codec: CodecConfig,
        prior: PriorConfig,
        tensors: Tensors,
        corpus_codes: NDArray[np.int16],
        card: ModelCard,
    ) -> "Bundle":
        """Bundle ``tensors``, by their names in a file, of this codec and prior.

        ``corpus_codes`` are [level, frame], as ``memorization.corpus_codes`` has them; [frame], of the first level
        alone, make a model without a memory.
        """
        prepare()
        fingerprint = model_tensors.fingerprint(codec, prior, {**memory_tensors(corpus_codes), **tensors})
        runtimes = CodecRuntime(codec, tensors), PriorRuntime(prior, tensors, corpus_codes)
        return cls(*runtimes, tensors, card, fingerprint)

    @property
    def corpus_codes(self) -> NDArray[np.int16]:
        """Structure codes [frame] of the recordings the prior was trained on, with borders between them."""
        return self.prior.corpus

    @property
    def memory_codes(self) -> NDArray[np.int16]:
        """Codes [level, frame] of those recordings; in models without a memory ``corpus_codes``, [frame]."""
        return self.prior.memory.codes.T if self.prior.has_memory else self.corpus_codes


def save(model: Bundle, path: Path) -> None:
    """Write ``model`` to ``path``, atomically.

    Raises:
        DistillError: a number of it is not finite, or ``path`` cannot be written.
    """
    try:
        model_tensors.check_numbers(model.tensors)
        _check_corpus_codes(model.corpus_codes, model.codec.config.codebook_size)
        _check_corpus_codes(model.memory_codes, model.codec.config.codebook_size)
    except ValueError as error:
        raise BundleError(f"{path} is not saved: {error}. Train it again, on other recordings.") from error
    texts = {
        "format": model_header.FORMAT,
        # Without a memory, earlier versions of the program read it.
        "version": str(model_header.VERSION if model.prior.has_memory else model_header.VERSION_WITHOUT_MEMORY),
        # Without what is not set, so that versions which lack such a field read it.
        "codec": model.codec.config.model_dump_json(exclude_none=True),
        "prior": model.prior.config.model_dump_json(),
        "card": model.card.model_dump_json(),
        "fingerprint": model.fingerprint,
    }
    library.check_model(path)
    content = serialized({**memory_tensors(model.memory_codes), **model.tensors}, texts)
    with replacing(path, library.MODEL) as temporary:
        temporary.write_bytes(content)


def find(name: Path) -> Path:
    """Path of the model that ``name`` means: a path, ``starter`` for the built-in model, or a model of the library.

    Models of the library are found by name, or by a beginning of it that is unique.
    """
    if name.is_file():
        return name
    return library.find(str(name)) or name


def load(path: Path) -> Bundle:
    """Read a model.

    Raises:
        BundleError: there is no such file, or it is damaged, newer than this program, or no ``.distill`` file.
    """
    if not path.is_file():
        raise BundleError(f"No model at {path}. {library.near(str(path))} Train one: distill train FOLDER -o {path}")
    head = model_header.read(path)
    try:
        codec_config = CodecConfig.model_validate_json(head.texts["codec"])
        prior_config = PriorConfig.model_validate_json(head.texts["prior"])
        card = ModelCard.model_validate_json(head.texts["card"])
        _check_shapes(codec_config, prior_config, head.shapes)
        read = _read_tensors(path, head.shapes)
        first, lower = read.pop(CORPUS_CODES), read.pop(LOWER_CODES, None)
        codes = _corpus_codes(first, lower)
        model = Bundle.of(codec_config, prior_config, read, codes, card)
        # Borders have no codes, and those in their places are in no fingerprint.
        changed = lower is not None and lower[:, first == SEPARATOR].any()
        if changed or model.fingerprint != head.texts.get("fingerprint"):
            raise BundleError(f"{path} is damaged: its weights are not those that were saved. Train it again.")
        model_tensors.check_numbers(read)
        _check_corpus_codes(codes, codec_config.codebook_size)
    except (LookupError, ValueError, ArithmeticError, RuntimeError, TypeError, SafetensorError, OSError) as error:
        reason = reading.reason(error)
        raise BundleError(f"{path} is damaged: its parts do not fit together ({reason}). Train it again.") from error
    return model


def _read_tensors(path: Path, names: Iterable[str]) -> dict[str, NDArray[Any]]:
    if str(path) != encodable(str(path)):
        # Safetensors opens no file whose name is not UTF-8.
        return load_arrays(path.read_bytes())
    with safe_open(path, framework="numpy") as file:
        return {name: file.get_tensor(name) for name in names}


def adopt(path: Path, name: str, place: Path) -> Path:
    """Check a model file as a whole and copy it into the library at ``place``, under ``name``.

    Raises:
        DistillError: the name is none or taken, or the file is no good model.
    """
    target = library.free(name, place)
    load(path)
    library.copy(path, target)
    return target


def _check_shapes(codec: CodecConfig, prior: PriorConfig, shapes: Mapping[str, tuple[int, ...]]) -> None:
    """Check the shapes of all tensors of a model file, before any memory is allocated.

    Raises:
        ValueError: they do not make this codec and this prior.
    """
    memory = CORPUS_CODES, LOWER_CODES
    model_tensors.check_shapes(codec, prior, {name: shape for name, shape in shapes.items() if name not in memory})
    first = shapes[CORPUS_CODES]
    if len(first) != 1 or first[0] > MOST_CORPUS_FRAMES:
        raise ValueError(f"a memory of the shape {first}")
    if shapes.get(LOWER_CODES, (codec.levels - 1, *first)) != (codec.levels - 1, *first):
        raise ValueError(f"a memory of the shape {shapes[LOWER_CODES]}")


def memory_tensors(codes: NDArray[np.int16]) -> Tensors:
    """Corpus codes, [level, frame] or [frame], by the names of their tensors in a file.

    Lower levels take a byte a code where that is enough: 30 kB a minute for four levels.
    """
    if codes.ndim == 1:
        return {CORPUS_CODES: codes}
    smallest = np.uint8 if codes[1:].max(initial=0) <= np.iinfo(np.uint8).max else np.int16
    # In the order that files have: they are written as they lie in memory.
    lower = np.array(codes[1:].clip(min=0), smallest, order="C")
    return {CORPUS_CODES: codes[0].copy(), LOWER_CODES: lower}


def _corpus_codes(first: NDArray[Any], lower: NDArray[Any] | None) -> NDArray[Any]:
    """Inverse of ``memory_tensors``: borders of the lower levels are those of the first."""
    if lower is None:
        return first
    if first.dtype != np.int16 or str(lower.dtype) not in ("uint8", "int16"):
        raise ValueError(f"a memory of {first.dtype} and {lower.dtype}")
    return np.concatenate([first[None], np.where(first == SEPARATOR, first, lower.astype(np.int16))])


def _check_corpus_codes(codes: NDArray[np.int16], size: int) -> None:
    """Check that codes [level, frame], or [frame], are int16, each a code below ``size`` or ``SEPARATOR``.

    Raises:
        ValueError: they are not.
    """
    if codes.dtype != np.int16 or not ((codes >= SEPARATOR) & (codes < size)).all():
        raise ValueError(f"a memory of {codes.dtype} with other codes than 0 to {size - 1}")
