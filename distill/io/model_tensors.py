"""Tensors of a model file as arrays: their names and shapes, their checks and their fingerprint. No torch."""

import hashlib
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from distill.hyperparameters import EXPANSION, KERNEL, CodecConfig, PriorConfig

Tensors = Mapping[str, NDArray[Any]]
"""Tensors of a model by their names in its file, such as ``codec.decoder.weight``."""

LARGEST_SIZE = 1 << 17
"""Upper limit of any integer in a configuration; a hostile one may claim anything."""
MOST_PAIRS = 1 << 27
"""Upper limit of code pairs of a level, all levels together: distances between codes are computed for each pair."""
LARGEST_WEIGHT = 1e6
"""Upper limit of a weight's absolute value; trained ones are below 100. With it no product that is played overflows."""
LEAST_SCALE = 1e-6
"""Lower limit of ``codec.spread``; trained ones are above 0.01."""


def shapes(codec: CodecConfig, prior: PriorConfig) -> dict[str, tuple[int, ...]]:
    """Shapes of all tensors of this codec and this prior, by name."""
    features, dim, levels, size = codec.features, codec.dim, codec.levels, codec.codebook_size
    width, head = prior.width, prior.head
    own: dict[str, tuple[int, ...]] = {
        "codec.centre": (features,),
        "codec.spread": (dim,),
        "codec.loudest": (features,),
        "codec.encoder.weight": (dim, features),
        "codec.decoder.weight": (features, dim),
        "codec.decoder.bias": (features,),
        "codec.quantizer.codebooks": (levels, size, dim),
        "prior.heard.weight": (prior.levels * prior.codebook_size, width),
        "prior.recurrent.weight_ih_l0": (3 * width, width),
        "prior.recurrent.weight_hh_l0": (3 * width, width),
        "prior.recurrent.bias_ih_l0": (3 * width,),
        "prior.recurrent.bias_hh_l0": (3 * width,),
        "prior.expectation.weight": (prior.levels * head, width),
        "prior.expectation.bias": (prior.levels * head,),
        "prior.above": (prior.levels, prior.codebook_size, head),
        "prior.stayed": (prior.levels, head),
        "prior.out_weight": (prior.levels, prior.codebook_size + 1, head),
        "prior.out_bias": (prior.levels, prior.codebook_size + 1),
    }
    own |= _network("codec.encoder_network", features, dim, codec.width, codec.encoder_blocks)
    return own | _network("codec.decoder_network", dim, features, codec.width, codec.blocks)


def _network(name: str, inputs: int, outputs: int, width: int, blocks: int) -> dict[str, tuple[int, ...]]:
    """Shapes of the tensors of a ConvNeXt network."""
    own: dict[str, tuple[int, ...]] = {
        f"{name}.inward.weight": (width, inputs),
        f"{name}.inward.bias": (width,),
        f"{name}.norm.weight": (width,),
        f"{name}.norm.bias": (width,),
        f"{name}.outward.weight": (outputs, width),
        f"{name}.outward.bias": (outputs,),
    }
    inner = EXPANSION * width
    for block in range(blocks):
        own |= {
            f"{name}.blocks.{block}.over_time.weight": (width, 1, KERNEL),
            f"{name}.blocks.{block}.norm.weight": (width,),
            f"{name}.blocks.{block}.norm.bias": (width,),
            f"{name}.blocks.{block}.up.weight": (inner, width),
            f"{name}.blocks.{block}.up.bias": (inner,),
            f"{name}.blocks.{block}.down.weight": (width, inner),
            f"{name}.blocks.{block}.down.bias": (width,),
            f"{name}.blocks.{block}.scale": (width,),
        }
    return own


def check_shapes(codec: CodecConfig, prior: PriorConfig, found: Mapping[str, tuple[int, ...]]) -> None:
    """Check that tensors of these shapes, by name, make this codec and this prior, before any memory is allocated.

    Raises:
        ValueError: they do not.
    """
    sizes = [value for config in (codec, prior) for value in config.model_dump().values() if isinstance(value, int)]
    if max(sizes) > LARGEST_SIZE or codec.blocks + codec.encoder_blocks > len(found):
        raise ValueError(f"a size of {max(sizes)}")
    expected = shapes(codec, prior)
    for name in expected.keys() ^ found.keys():
        raise ValueError(f"{name} is missing or too much")
    for name, shape in expected.items():
        if found[name] != shape:
            raise ValueError(f"{name} has the shape {found[name]}, not {shape}")
    ours, theirs = (codec.levels, codec.codebook_size), (prior.levels, prior.codebook_size)
    if ours != theirs:
        raise ValueError(f"a codec of {ours[0]} levels of {ours[1]} codes, a prior of {theirs[0]} of {theirs[1]}")
    if codec.levels * codec.codebook_size**2 > MOST_PAIRS:
        raise ValueError(f"{codec.levels} levels of {codec.codebook_size} codes")


def check_numbers(tensors: Tensors) -> None:
    """Check that every number of a model's tensors is finite and of a size that can be played.

    Raises:
        ValueError: one is not.
    """
    for name, tensor in tensors.items():
        # A codec that was never fitted has no upper limit of its features.
        known = tensor[tensor != np.inf] if name == "codec.loudest" else tensor
        # In 64 bits: in 16, the limit itself would be infinite.
        if not (np.abs(known, dtype=np.float64) <= LARGEST_WEIGHT).all():
            raise ValueError(f"{name} has a number that is not finite or not sensible")
    if not (tensors["codec.spread"] >= LEAST_SCALE).all():
        raise ValueError("codec.spread has a number that is not above 0")


def fingerprint(codec: CodecConfig, prior: PriorConfig, tensors: Tensors) -> str:
    """SHA-256, in hexadecimal digits, of both configurations and of every tensor with its name in files."""
    # What is not set is left out: fields that came later do not change the fingerprint of an older model.
    configs = (config.model_dump_json(exclude_none=True) for config in (codec, prior))
    digest = hashlib.sha256("".join(configs).encode())
    for name, tensor in sorted(tensors.items()):
        digest.update(name.encode())
        digest.update(np.ascontiguousarray(tensor).tobytes())
    return digest.hexdigest()
