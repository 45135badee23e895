"""Tensors of a codec and a prior as a model file names them: their table, their checks and their fingerprint."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

from distill.hyperparameters import CodecConfig, PriorConfig
from distill.model.codec import Codec
from distill.model.prior import Prior

FILE_NAMES: Mapping[str, str] = {
    "feature_mean": "centre",
    "latent_scale": "spread",
    "feature_max": "loudest",
    "code_embedding": "heard",
    "context_proj": "expectation",
    "level_embedding": "above",
    "copy_embedding": "stayed",
}
"""Parts of tensor names that differ in files, by the name in the program.

Files of every version have those on the right. Fingerprints are made of them, too, and codes and journals refer to
fingerprints: so files keep them.
"""
_PROGRAM_NAMES = {in_file: in_program for in_program, in_file in FILE_NAMES.items()}
LARGEST_SIZE = 1 << 17
"""Upper limit of any integer in a configuration; a hostile one may claim anything."""
MOST_PAIRS = 1 << 27
"""Upper limit of code pairs of a level, all levels together: distances between codes are computed for each pair."""
LARGEST_WEIGHT = 1e6
"""Upper limit of a weight's absolute value; trained ones are below 100. With it no product that is played overflows."""
LEAST_SCALE = 1e-6
"""Lower limit of ``Codec.latent_scale``; trained ones are above 0.01."""


def program_name(name: str) -> str:
    """Name of a module's tensor, such as ``feature_mean``, by its name in files, such as ``centre``."""
    return ".".join(_PROGRAM_NAMES.get(part, part) for part in name.split("."))


def file_name(name: str) -> str:
    """Name in files of a module's tensor; the inverse of ``program_name``."""
    return ".".join(FILE_NAMES.get(part, part) for part in name.split("."))


def named_tensors(codec: Codec, prior: Prior) -> dict[str, Tensor]:
    """Tensors of both modules by their names in files, each with the prefix ``codec.`` or ``prior.``."""
    modules: tuple[tuple[str, nn.Module], ...] = (("codec.", codec), ("prior.", prior))
    return {p + file_name(name): tensor for p, module in modules for name, tensor in module.state_dict().items()}


def load_named(codec: Codec, prior: Prior, tensors: Mapping[str, Tensor]) -> None:
    """Copy tensors, named as ``named_tensors`` has them, into both modules.

    Raises:
        RuntimeError: one is missing, too much, or of another shape.
    """
    for prefix, module in (("codec.", codec), ("prior.", prior)):
        own = {name.removeprefix(prefix): tensor for name, tensor in tensors.items() if name.startswith(prefix)}
        module.load_state_dict({program_name(name): tensor for name, tensor in own.items()})


def check_shapes(codec: CodecConfig, prior: PriorConfig, shapes: Mapping[str, tuple[int, ...]]) -> None:
    """Check that tensors of these shapes, by name, make this codec and this prior, before any memory is allocated.

    Raises:
        ValueError: they do not.
    """
    sizes = [value for config in (codec, prior) for value in config.model_dump().values() if isinstance(value, int)]
    if max(sizes) > LARGEST_SIZE or codec.blocks + codec.encoder_blocks > len(shapes):
        raise ValueError(f"a size of {max(sizes)}")
    with torch.device("meta"), _SkipInit():
        expected = {name: tuple(t.shape) for name, t in named_tensors(Codec(codec), Prior(prior)).items()}
    for name in expected.keys() ^ shapes.keys():
        raise ValueError(f"{name} is missing or too much")
    for name, shape in expected.items():
        if shapes[name] != shape:
            raise ValueError(f"{name} has the shape {shapes[name]}, not {shape}")
    ours, theirs = (codec.levels, codec.codebook_size), (prior.levels, prior.codebook_size)
    if ours != theirs:
        raise ValueError(f"a codec of {ours[0]} levels of {ours[1]} codes, a prior of {theirs[0]} of {theirs[1]}")
    if codec.levels * codec.codebook_size**2 > MOST_PAIRS:
        raise ValueError(f"{codec.levels} levels of {codec.codebook_size} codes")


def check_numbers(codec: Codec, prior: Prior) -> None:
    """Check that every number of both modules is finite and of a size that can be played.

    Raises:
        ValueError: one is not.
    """
    for name, tensor in named_tensors(codec, prior).items():
        # A codec that was never fitted has no upper limit of its features.
        known = tensor[tensor != torch.inf] if name == "codec.loudest" else tensor
        if not (known.abs() <= LARGEST_WEIGHT).all():
            raise ValueError(f"{name} has a number that is not finite or not sensible")
    if not (codec.latent_scale >= LEAST_SCALE).all():
        raise ValueError("codec.spread has a number that is not above 0")


def fingerprint(codec: CodecConfig, prior: PriorConfig, tensors: Mapping[str, Tensor]) -> str:
    """SHA-256, in hexadecimal digits, of both configurations and of every tensor with its name in files."""
    digest = hashlib.sha256(f"{codec.model_dump_json()}{prior.model_dump_json()}".encode())
    for name, tensor in sorted(tensors.items()):
        digest.update(name.encode())
        digest.update(tensor.numpy().tobytes())
    return digest.hexdigest()


class _SkipInit(TorchFunctionMode):
    """Mode in which weights are not initialised: on "meta" that takes more than a second, most of it imports."""

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Iterable[type],
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        if func in (nn.init.normal_, nn.init.uniform_, nn.init.kaiming_uniform_):
            return None
        return func(*args, **(kwargs or {}))
