"""What one frame costs on one core: prior and decoder in each backend, and the engine, side by side in one run.

    python tests/benchmarks/stream.py [MODEL] [--frames N]

Without a model it measures an untrained one of the default size with 256 codes a level.
"""

import copy
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import record
import torch

from distill import bundle
from distill.card import CorpusSummary, ModelCard, Provenance
from distill.evaluation import memorization
from distill.grid.grid import EMPTY
from distill.hyperparameters import CodecConfig, PriorConfig
from distill.kernels.random_numbers import gumbel_noises
from distill.model.codec import Codec
from distill.model.prior import Prior
from distill.model.sampling import Sampling
from distill.model.torchscript import DecodeStep, SampleStep, scripted_decode_step, scripted_prior
from distill.system import threads
from live.controls import ControlEvent
from live.engine.batching import level_gains, sampling
from live.engine.engine import Engine

WARM_UP = 200
STRETCH = 200
"""Frames of one kind in a row: nothing is measured with caches full of another kind's weights, and all share what the
machine does meanwhile."""


def untrained() -> bundle.Bundle:
    torch.manual_seed(0)
    config = CodecConfig(codebook_size=256)
    codec, prior = Codec(config), Prior(PriorConfig(levels=config.levels, codebook_size=config.codebook_size))
    codec.quantizer.codebooks.normal_()
    return bundle.Bundle.of(
        codec,
        prior,
        memorization.corpus_codes([torch.randint(config.codebook_size, (config.levels, 24_000)).numpy()]),
        ModelCard(
            corpus=CorpusSummary(folder="", files=0, seconds=0, skipped=0),
            provenance=Provenance(distill="", torch="", python="", date="2026-01-01", seed=0),
            health=(),
            perplexity=(),
        ),
    )


def measure(frames: int, steps: dict[str, Callable[[], None]]) -> dict[str, list[float]]:
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


def steps(model: bundle.Bundle) -> dict[str, Callable[[], None]]:
    """What is measured: each call is one frame of a part in some backend, going on from the one before."""
    engine = Engine(model)
    config = model.codec.config
    state = engine.initial_state()
    forced = torch.full((1, config.levels), EMPTY)
    noise = torch.from_numpy(gumbel_noises([(0, 0)], config.levels, config.codebook_size))
    wide = sampling((state.knobs,))
    narrow = Sampling.of([1.0] * config.levels, config.codebook_size, top_k=config.codebook_size // 2, top_p=0.9)
    priors: dict[str, SampleStep] = {"eager": model.prior.sample_step, "TorchScript": scripted_prior(model.prior)}
    decoders: dict[str, DecodeStep] = {
        "eager": model.codec.decode_step,
        "TorchScript": scripted_decode_step(model.codec),
    }
    if shutil.which("c++"):
        decoders["compiled"] = torch.compile(model.codec.decode_step)
    codes = torch.zeros(1, config.levels, dtype=torch.long)
    weights = level_gains((state.knobs,), 1)

    def prior(play: SampleStep, sampling: Sampling) -> Callable[[], None]:
        played = dict(state.prior)

        def frame() -> None:
            nonlocal codes, played
            codes, played = play(played, noise, sampling, forced, None)

        return frame

    def decoder(step: DecodeStep) -> Callable[[], None]:
        decoded = dict(state.decoder)

        def frame() -> None:
            nonlocal decoded
            _, decoded = step(codes[..., None], weights, decoded)

        return frame

    def both(first: Callable[[], None], then: Callable[[], None]) -> Callable[[], None]:
        def frame() -> None:
            first()
            then()

        return frame

    def whole(*said: ControlEvent) -> Callable[[], None]:
        played, _ = engine.step(engine.initial_state(), said)

        def frame() -> None:
            nonlocal played
            played, _ = engine.step(played)

        return frame

    other = copy.deepcopy(model)
    engine.add_model(other)
    swap = ControlEvent("deck/model", text=other.fingerprint)
    return {
        **{f"prior, {name}": prior(play, wide) for name, play in priors.items()},
        **{f"prior, top-k and top-p, {name}": prior(play, narrow) for name, play in priors.items()},
        **{f"decoder, {name}": decoder(step) for name, step in decoders.items()},
        **{f"prior + decoder, {name}": both(prior(priors[name], wide), decoder(decoders[name])) for name in priors},
        "engine": whole(),
        "engine, another model on the deck": whole(swap),
        "engine, half way to it": whole(swap, ControlEvent("morph", 0.5)),
    }


def main() -> None:
    parser = record.parser(__doc__)
    parser.add_argument("model", nargs="?", type=Path)
    parser.add_argument("--frames", type=int, default=2000)
    arguments = parser.parse_args()
    model = bundle.load(arguments.model) if arguments.model else untrained()
    config = model.codec.config
    with torch.inference_mode(), threads.single():
        spent = measure(arguments.frames, steps(model))
    duration = 1e3 / config.frame_rate
    print(f"one core, {arguments.frames} frames of {duration:g} ms, {config.levels} levels of {config.codebook_size}")
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
