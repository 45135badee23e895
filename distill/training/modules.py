"""Modules that learn of a model that plays, and back."""

import numpy as np
import torch
from numpy.typing import NDArray

from distill.bundle import Bundle
from distill.card import ModelCard
from distill.model import tensors
from distill.model.codec import Codec
from distill.model.prior import Prior


def bundle_of(codec: Codec, prior: Prior, corpus_codes: NDArray[np.int16], card: ModelCard) -> Bundle:
    """Bundle copies of the modules' weights, so that training may go on with the originals.

    ``corpus_codes`` [frame] are as in ``Bundle``.
    """
    named = tensors.named_tensors(codec, prior)
    arrays = {name: tensor.detach().cpu().numpy().copy() for name, tensor in named.items()}
    return Bundle.of(codec.config, prior.config, arrays, corpus_codes, card)


def modules_of(model: Bundle) -> tuple[Codec, Prior]:
    """Codec and prior of a model as modules, with copies of its weights, in evaluation mode."""
    # Initial weights, which are overwritten, take no random numbers from a training that goes on.
    with torch.random.fork_rng([]):
        codec, prior = Codec(model.codec.config), Prior(model.prior.config)
    tensors.load_named(codec, prior, {name: torch.tensor(array) for name, array in model.tensors.items()})
    return codec.eval().requires_grad_(False), prior.eval().requires_grad_(False)
