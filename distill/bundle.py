"""The ``.distill`` file: codec, prior, corpus codes and model card, as safetensors; loading runs no code."""

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.torch import load as load_tensors
from safetensors.torch import save as serialized
from torch import Tensor

from distill import library
from distill.card import ModelCard
from distill.errors import BundleError
from distill.evaluation.memorization import SEPARATOR
from distill.hyperparameters import CodecConfig, PriorConfig
from distill.io import model_header, reading
from distill.io.files import replacing
from distill.model import tensors
from distill.model.codec import Codec
from distill.model.prior import Prior
from distill.text import encodable

STARTER = library.STARTER
CORPUS_CODES = "memory"
"""Name of ``Bundle.corpus_codes`` in a model file."""
MOST_CORPUS_FRAMES = 30_000_000
"""Upper limit of a model's corpus, in frames: 80 hours."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Content of a ``.distill`` file: codec, prior, corpus codes and model card."""

    codec: Codec
    prior: Prior
    corpus_codes: NDArray[np.int16]
    """Structure codes [frame] of the recordings the prior was trained on: ``memorization.corpus_codes``."""
    card: ModelCard
    fingerprint: str
    """SHA-256 of configuration and weights: two models with the same one play the same."""

    @classmethod
    def of(cls, codec: Codec, prior: Prior, corpus_codes: NDArray[np.int16], card: ModelCard) -> "Bundle":
        """Bundle copies of the parts, in evaluation mode, so that training may go on with the originals.

        ``corpus_codes`` [frame] are as in the field of that name.
        """
        codec = copy.deepcopy(codec).eval().requires_grad_(False)
        prior = copy.deepcopy(prior).eval().requires_grad_(False)
        named = _file_tensors(codec, prior, corpus_codes)
        return cls(codec, prior, corpus_codes, card, tensors.fingerprint(codec.config, prior.config, named))


def save(model: Bundle, path: Path) -> None:
    """Write ``model`` to ``path``, atomically.

    Raises:
        DistillError: a number of it is not finite, or ``path`` cannot be written.
    """
    try:
        tensors.check_numbers(model.codec, model.prior)
        _check_corpus_codes(model.corpus_codes, model.codec.config.codebook_size)
    except ValueError as error:
        raise BundleError(f"{path} is not saved: {error}. Train it again, on other recordings.") from error
    texts = {
        "format": model_header.FORMAT,
        "version": str(model_header.VERSION),
        "codec": model.codec.config.model_dump_json(),
        "prior": model.prior.config.model_dump_json(),
        "card": model.card.model_dump_json(),
        "fingerprint": model.fingerprint,
    }
    library.check_model(path)
    content = serialized(_file_tensors(model.codec, model.prior, model.corpus_codes), texts)
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
        codec, prior, codes = Codec(codec_config), Prior(prior_config), read.pop(CORPUS_CODES).numpy()
        tensors.load_named(codec, prior, read)
        model = Bundle.of(codec, prior, codes, card)
        if model.fingerprint != head.texts.get("fingerprint"):
            raise BundleError(f"{path} is damaged: its weights are not those that were saved. Train it again.")
        tensors.check_numbers(codec, prior)
        _check_corpus_codes(codes, codec_config.codebook_size)
    except (LookupError, ValueError, ArithmeticError, RuntimeError, TypeError, SafetensorError, OSError) as error:
        reason = reading.reason(error)
        raise BundleError(f"{path} is damaged: its parts do not fit together ({reason}). Train it again.") from error
    return model


def _read_tensors(path: Path, names: Iterable[str]) -> dict[str, Tensor]:
    if str(path) != encodable(str(path)):
        # Safetensors opens no file whose name is not UTF-8.
        return load_tensors(path.read_bytes())
    with safe_open(path, framework="pt") as file:
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
    tensors.check_shapes(codec, prior, {name: shape for name, shape in shapes.items() if name != CORPUS_CODES})
    if len(shapes[CORPUS_CODES]) != 1 or shapes[CORPUS_CODES][0] > MOST_CORPUS_FRAMES:
        raise ValueError(f"a memory of the shape {shapes[CORPUS_CODES]}")


def _check_corpus_codes(codes: NDArray[np.int16], size: int) -> None:
    """Check that codes are int16, [frame], each a code below ``size`` or ``SEPARATOR``.

    Raises:
        ValueError: they are not.
    """
    if codes.dtype != np.int16 or not ((codes >= SEPARATOR) & (codes < size)).all():
        raise ValueError(f"a memory of {codes.dtype} with other codes than 0 to {size - 1}")


def _file_tensors(codec: Codec, prior: Prior, codes: NDArray[np.int16]) -> dict[str, Tensor]:
    """All tensors of a model file, by the names that they have there."""
    named = {CORPUS_CODES: torch.from_numpy(codes)} | tensors.named_tensors(codec, prior)
    return {name: tensor.detach().cpu().contiguous() for name, tensor in named.items()}
