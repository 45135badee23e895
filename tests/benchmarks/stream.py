"""What one frame costs on one core: prior and decoder in each backend, and the engine, side by side in one run.

    python tests/benchmarks/stream.py [MODEL] [--frames N]

Without a model it measures an untrained one of the default size with 256 codes a level. "eager" and "TorchScript" are
the torch modules, of which the second was played before there were kernels. The roofline is the time that it takes to
read the weights of a frame once, at the bandwidth that this machine reaches by reading an array of their size.
"""

import dataclasses
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import numpy as np
import record
import torch

from distill import bundle
from distill.bundle import Bundle
from distill.card import CorpusSummary, ModelCard, Provenance
from distill.evaluation import memorization
from distill.grid.grid import EMPTY
from distill.hyperparameters import CodecConfig, PriorConfig
from distill.kernels.frame import Mix
from distill.kernels.noise import gumbel_noises
from distill.kernels.performance import Controls, Position
from distill.kernels.prior import NO_LIMIT
from distill.kernels.runtime import play
from distill.kernels.sampling import SamplingOptions
from distill.model.codec import Codec
from distill.model.prior import Prior
from distill.model.sampling import Sampling
from distill.training import threads
from distill.training.modules import bundle_of, modules_of
from live.controls import GRID_FRAMES, ControlEvent
from live.engine.engine import Engine

WARM_UP = 200
STRETCH = 200
"""Frames of one kind in a row: nothing is measured with caches full of another kind's weights, and all share what the
machine does meanwhile."""
Step = Callable[[], object]
TENSORS_READ = ("prior.", "codec.decoder", "codec.decoder_network")
"""Beginnings of the names of weights that a frame reads, but for embeddings, of which it reads a row."""


def untrained() -> Bundle:
    torch.manual_seed(0)
    config = CodecConfig(codebook_size=256)
    codec, prior = Codec(config), Prior(PriorConfig(levels=config.levels, codebook_size=config.codebook_size))
    codec.quantizer.codebooks.normal_()
    codes = np.random.default_rng(0).integers(config.codebook_size, size=(config.levels, 24_000))
    card = ModelCard(
        corpus=CorpusSummary(folder="", files=0, seconds=0, skipped=0),
        provenance=Provenance(distill="", torch="", python="", date="2026-01-01", seed=0),
        health=(),
        perplexity=(),
    )
    return bundle_of(codec, prior, memorization.corpus_codes([codes]), card)


def measure(frames: int, steps: dict[str, Step]) -> dict[str, list[float]]:
    """Milliseconds of every call of each step, a stretch of each step in turn, sorted."""
    spent: dict[str, list[float]] = {name: [] for name in steps}
    for first in range(-WARM_UP, frames, STRETCH):
        for name, step in steps.items():
            for frame in range(first, first + STRETCH):
                started = time.perf_counter()
                step()
                if frame >= 0:
                    spent[name].append((time.perf_counter() - started) * 1e3)
    return {name: sorted(times) for name, times in spent.items()}


def modules(model: Bundle) -> dict[str, Step]:
    """Prior and decoder as torch modules, eager and traced by TorchScript: each call is the next frame."""
    codec, prior = modules_of(model)
    levels, size = codec.config.levels, codec.config.codebook_size
    noise = torch.from_numpy(gumbel_noises([(0, 0)], levels, size))
    sampling = Sampling.of([1.0] * levels, size)
    forced, gains = torch.full((1, levels), EMPTY), torch.ones(1, levels, 1)
    prior_state, state = prior.initial_state(), codec.initial_state()

    def both(*tensors: torch.Tensor) -> tuple[torch.Tensor, ...]:
        before = dict(zip(prior_state, tensors, strict=False))
        codes, after = prior.sample_step(before, noise, sampling, forced)
        decoder = dict(zip(state, tensors[len(prior_state) :], strict=True))
        samples, decoded = codec.decode_step(codes[..., None], gains, decoder)
        return samples, *(after[name] for name in prior_state), *(decoded[name] for name in state)

    start = (*prior_state.values(), *state.values())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        traced = cast("Callable[..., Any]", torch.jit.trace(both, start, check_trace=False))

    def on(step: Callable[..., Any]) -> Step:
        now = start

        def frame() -> None:
            nonlocal now
            _, *after = step(*now)
            now = tuple(after)

        return frame

    return {"prior + decoder, eager": on(both), "prior + decoder, TorchScript": on(traced)}


def kernels(model: Bundle, streams: int, **options: float) -> Step:
    """Prior and decoder as kernels, for so many streams in one call: each call is the next frame."""
    config = model.codec.config
    levels, size = config.levels, config.codebook_size
    top_k, top_p = int(options.get("top_k", 0)), options.get("top_p", 1.0)
    sampling = SamplingOptions.of([1.0] * levels, size, top_k, top_p, streams)
    codes, nothing = np.zeros((streams, levels), np.int64), np.zeros(streams, np.float32)
    no, free = np.zeros((streams, levels), np.bool_), np.full((streams, levels), EMPTY)
    none = np.zeros(streams, np.int64)
    controls = Controls(
        no[:, 0] | True, no[:, 0].copy(), none, none, no, no, free, np.arange(streams), sampling,
        np.full(streams, NO_LIMIT), np.full(streams, 0.75, np.float32),
    )  # fmt: skip
    cells = np.full((streams, levels, GRID_FRAMES), EMPTY)
    position = Position(cells, cells >= 0, none.copy(), none.copy(), free.copy())
    shares = np.zeros((streams, levels), np.float32)
    features = np.zeros((streams, config.features), np.float32)
    mix = Mix(shares + 1, codes, shares, features, nothing, nothing + 1, nothing + 1)
    states = model.prior.initial_state(streams), model.codec.initial_state(streams)
    return lambda: play(model.codec, model.prior, controls, mix, position, *states)


def engine(model: Bundle, *events: ControlEvent) -> Step:
    """The whole engine, after some events."""
    other = dataclasses.replace(model, fingerprint="another")
    own = Engine(model)
    own.add_model(other)
    state, _ = own.step(own.initial_state(), events)

    def frame() -> None:
        nonlocal state
        state, _ = own.step(state)

    return frame


def roofline(model: Bundle) -> float:
    """Milliseconds to read the weights of one frame."""
    read = [array for name, array in model.tensors.items() if name.startswith(TENSORS_READ)]
    skipped = [model.tensors[name] for name in ("prior.heard.weight", "prior.above")]
    weights = np.ones(sum(map(np.size, read)) - sum(map(np.size, skipped)), np.float32)
    times: list[float] = []
    for _ in range(200):
        started = time.perf_counter()
        weights.max()
        times.append(time.perf_counter() - started)
    return min(times) * 1e3


def main() -> None:
    parser = record.parser(__doc__)
    parser.add_argument("model", nargs="?", type=Path)
    parser.add_argument("--frames", type=int, default=2000)
    arguments = parser.parse_args()
    model = bundle.load(arguments.model) if arguments.model else untrained()
    config = model.codec.config
    swap = ControlEvent("deck/model", text="another")
    steps = {
        "prior + decoder, kernels": kernels(model, 1),
        "the same, top-k and top-p": kernels(model, 1, top_k=config.codebook_size // 2, top_p=0.9),
        "the same, 32 streams": kernels(model, 32),
        "engine": engine(model),
        "engine, another model on the deck": engine(model, swap),
        "engine, half way to it": engine(model, swap, ControlEvent("morph", 0.5)),
    }
    with torch.inference_mode(), threads.single():
        spent = measure(arguments.frames, {**modules(model), **steps})
    duration = 1e3 / config.frame_rate
    print(f"one core, {arguments.frames} frames of {duration:g} ms, {config.levels} levels of {config.codebook_size}")
    print(f"roofline {roofline(model):.3f} ms")
    figures = {
        name: {
            "p50 ms": times[len(times) // 2],
            "p99 ms": times[int(len(times) * 0.99)],
            "max ms": times[-1],
            "× realtime": duration * len(times) / sum(times),
        }
        for name, times in spent.items()
    }
    record.report("stream", figures.items(), arguments)


if __name__ == "__main__":
    main()
