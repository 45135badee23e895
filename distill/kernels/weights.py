"""Weights of a model file in the layout of the kernels: matrices as [in, out], float32, each an array of its own."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from distill import metrics
from distill.hyperparameters import CodecConfig, PriorConfig
from distill.io.model_tensors import Tensors
from distill.kernels.decoder import DecoderWeights
from distill.kernels.dense import Floats, NetworkWeights
from distill.kernels.encoder import EncoderWeights
from distill.kernels.prior import PriorWeights
from distill.kernels.spectrum.analysis import analysis_tables
from distill.kernels.spectrum.synthesis import synthesis_tables


def decoder_weights(config: CodecConfig, tensors: Tensors) -> DecoderWeights:
    """Weights of the decoder of a codec."""
    return DecoderWeights(
        codebooks=_packed(tensors["codec.quantizer.codebooks"]),
        latent_scale=_packed(tensors["codec.spread"]),
        feature_max=_packed(tensors["codec.loudest"]),
        weight=_packed(tensors["codec.decoder.weight"].T),
        bias=_packed(tensors["codec.decoder.bias"]),
        network=_network(tensors, "codec.decoder_network", config.blocks),
        tables=synthesis_tables(config),
    )


def encoder_weights(config: CodecConfig, tensors: Tensors) -> EncoderWeights:
    """Weights of the encoder of a codec."""
    codebooks = tensors["codec.quantizer.codebooks"]
    bands = metrics.mel_triangles(_frequencies(config) * config.sample_rate, metrics.MEL_BANDS)
    return EncoderWeights(
        feature_mean=_packed(tensors["codec.centre"]),
        weight=_packed(tensors["codec.encoder.weight"].T),
        bias=np.zeros(config.dim, np.float32),
        network=_network(tensors, "codec.encoder_network", config.encoder_blocks),
        search_weight=_packed(-2 * codebooks.swapaxes(1, 2)),
        search_bias=_packed(np.square(codebooks).sum(-1)),
        bands=_packed(bands.T),
        no_bias=np.zeros(len(bands), np.float32),
        tables=analysis_tables(config),
    )


def prior_weights(config: PriorConfig, tensors: Tensors) -> PriorWeights:
    """Weights of a prior."""
    embedding = tensors["prior.heard.weight"].reshape(config.levels, config.codebook_size, config.width)
    return PriorWeights(
        code_embedding=_packed(embedding),
        input_weight=_packed(tensors["prior.recurrent.weight_ih_l0"].T),
        input_bias=_packed(tensors["prior.recurrent.bias_ih_l0"]),
        hidden_weight=_packed(tensors["prior.recurrent.weight_hh_l0"].T),
        hidden_bias=_packed(tensors["prior.recurrent.bias_hh_l0"]),
        context_weight=_packed(tensors["prior.expectation.weight"].T),
        context_bias=_packed(tensors["prior.expectation.bias"]),
        level_embedding=_packed(tensors["prior.above"]),
        copy_embedding=_packed(tensors["prior.stayed"]),
        out_weight=_packed(tensors["prior.out_weight"].swapaxes(1, 2)),
        out_bias=_packed(tensors["prior.out_bias"]),
    )


def _network(tensors: Tensors, name: str, blocks: int) -> NetworkWeights:
    def of_blocks(part: str) -> list[NDArray[Any]]:
        return [tensors[f"{name}.blocks.{block}.{part}"] for block in range(blocks)]

    return NetworkWeights(
        in_weight=_packed(tensors[f"{name}.inward.weight"].T),
        in_bias=_packed(tensors[f"{name}.inward.bias"]),
        kernels=_packed(np.stack([kernel[:, 0].T for kernel in of_blocks("over_time.weight")])),
        norm_scale=_packed(np.stack(of_blocks("norm.weight"))),
        norm_bias=_packed(np.stack(of_blocks("norm.bias"))),
        up_weight=_packed(np.stack([weight.T for weight in of_blocks("up.weight")])),
        up_bias=_packed(np.stack(of_blocks("up.bias"))),
        down_weight=_packed(np.stack([weight.T for weight in of_blocks("down.weight")])),
        down_bias=_packed(np.stack(of_blocks("down.bias"))),
        layer_scale=_packed(np.stack(of_blocks("scale"))),
        last_scale=_packed(tensors[f"{name}.norm.weight"]),
        last_bias=_packed(tensors[f"{name}.norm.bias"]),
        out_weight=_packed(tensors[f"{name}.outward.weight"].T),
        out_bias=_packed(tensors[f"{name}.outward.bias"]),
    )


def _frequencies(config: CodecConfig) -> NDArray[np.float64]:
    """Centre frequency of every bin [bin], in cycles per sample: the low ones are those of the long window."""
    low, window = config.low, config.window
    return np.concatenate([np.arange(2 * low) / (2 * window), np.arange(low, window // 2 + 1) / window])


def _packed(array: NDArray[Any]) -> Floats:
    """Copy that kernels take: float32, contiguous and writable, the only kind that they are compiled for."""
    return np.array(array, np.float32, order="C")
