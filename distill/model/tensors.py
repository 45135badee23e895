"""Tensors of the modules of a codec and a prior, as a model file names them."""

from collections.abc import Mapping

from torch import Tensor, nn

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
