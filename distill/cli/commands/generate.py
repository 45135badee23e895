"""``distill generate``."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from distill.cli.options import AsJson, ModelName, ProgressForm, option
from distill.cli.say import say, say_json
from distill.errors import DistillError
from distill.settings import GENERATING

if TYPE_CHECKING:
    from distill.audio import Samples
    from distill.bundle import Bundle
    from distill.kernels.sampling import SamplingOptions

OPEN_AT_ONCE = 100
"""Takes that are generated at once; macOS allows a process 256 open files."""
SUBTYPES = {"16": "PCM_16", "24": "PCM_24", "32": "FLOAT"}


def generate(
    model: ModelName,
    output: Annotated[
        Path, typer.Option("-o", "--output", help="WAV, FLAC, OGG or MP3; several takes are numbered: NAME-1, NAME-2.")
    ],
    seconds: Annotated[float, option(GENERATING["seconds"])] = GENERATING["seconds"].default,
    count: Annotated[int, option(GENERATING["count"])] = GENERATING["count"].default,
    temperature: Annotated[float, option(GENERATING["temperature"])] = GENERATING["temperature"].default,
    top_k: Annotated[int, option(GENERATING["top-k"])] = GENERATING["top-k"].default,
    top_p: Annotated[float, option(GENERATING["top-p"])] = GENERATING["top-p"].default,
    seed: Annotated[int, option(GENERATING["seed"])] = GENERATING["seed"].default,
    max_quote: Annotated[float, option(GENERATING["max-quote"])] = GENERATING["max-quote"].default,
    recall: Annotated[float, option(GENERATING["recall"])] = GENERATING["recall"].default,
    prime: Annotated[Path | None, typer.Option(help="A recording to continue.")] = None,
    infill: Annotated[tuple[float, float] | None, option(GENERATING["infill"], metavar="FROM TO")] = None,
    bits: Annotated[str | None, option(GENERATING["bits"])] = None,
    progress: ProgressForm = "bars",
    as_json: AsJson = False,
) -> None:
    """Generate sound files: the model plays by itself.

    For example: distill generate mine.distill --seconds 60 --count 4 --temperature 1.2 -o take.wav

    Or sample a part of a recording anew, to fit what comes before and after; the rest is the codec's reconstruction:
    distill generate mine.distill --prime loop.wav --infill 2 3.5 -o other.wav
    """
    from distill import audio, bundle
    from distill.cli.progress import shown
    from distill.cli.results import remarks_on
    from distill.evaluation.memorization import match_limit
    from distill.kernels.sampling import SamplingOptions
    from distill.offline import encode_decode
    from distill.training import Progress

    outputs = _outputs(output, count)
    if infill and prime is None:
        raise DistillError("--infill samples a part of a recording anew: name the recording with --prime.")
    loaded = bundle.load(bundle.find(model))
    config = loaded.codec.config
    if recall != GENERATING["recall"].default and not loaded.prior.has_memory:
        say(f"{model} has no memory, so that --recall does nothing. Train it again.", err=True)
    options = SamplingOptions.of([temperature] * config.levels, config.codebook_size, top_k, top_p)
    seeds = range(seed, seed + count)
    limit = match_limit(max_quote, config.frame_rate)
    recording = encode_decode.read(prime, config.channels, remarks_on(prime)) if prime else None
    frames = round(seconds * config.frame_rate)
    length = len(recording) if infill and recording is not None else frames * config.hop

    def takes(seeds: Sequence[int]) -> "Iterator[list[Samples]]":
        if infill and recording is not None:
            return _inpainted(loaded, recording, infill, seeds, options, limit, recall)
        return _continued(loaded, recording, frames, seeds, options, limit, recall)

    with shown(progress) as report:
        for first in range(0, count, OPEN_AT_ONCE):
            some = slice(first, first + OPEN_AT_ONCE)
            with ExitStack() as stack:
                writers = [
                    stack.enter_context(
                        audio.writing(place, channels=config.channels, subtype=SUBTYPES.get(bits or ""), generated=True)
                    )
                    for place in outputs[some]
                ]
                done = 0
                for blocks in takes(seeds[some]):
                    for write, samples in zip(writers, blocks, strict=True):
                        write(samples)
                    done += len(blocks[0])
                    report(Progress("generating", (first + len(writers) * done / length) / count))
    if as_json:
        say_json({"outputs": [str(place) for place in outputs], "seconds": length / config.sample_rate})
        return
    for place in outputs:
        say(f"Wrote {place} ({length / config.sample_rate:.1f} s).")


def _outputs(output: Path, count: int) -> list[Path]:
    """Output path of each of ``count`` takes, checked before any is generated."""
    from distill import audio

    outputs = [output]
    if count > 1:
        outputs = [output.parent / f"{output.stem}-{number}{output.suffix}" for number in range(1, count + 1)]
    for place in outputs:
        audio.check_sound(place)
    return outputs


def _continued(
    model: "Bundle",
    recording: "Samples | None",
    frames: int,
    seeds: Sequence[int],
    options: "SamplingOptions",
    max_quote: int | None,
    recall: float,
) -> "Iterator[list[Samples]]":
    """Yield blocks of all takes, generated by the prior from nothing or as a continuation of ``recording``."""
    from distill.offline import encode_decode, generation

    prime = None if recording is None else encode_decode.encode(model.codec, recording).codes
    codes = generation.codes(model, frames, seeds, options, prime=prime, max_quote=max_quote, recall=recall)
    return generation.sound(model, codes, prime)


def _inpainted(
    model: "Bundle",
    recording: "Samples",
    seconds: tuple[float, float],
    seeds: Sequence[int],
    options: "SamplingOptions",
    max_quote: int | None,
    recall: float,
) -> "Iterator[list[Samples]]":
    """Yield blocks of all takes: ``recording``, with the part between two ``seconds`` inpainted."""
    import numpy as np

    from distill.offline import encode_decode, generation
    from distill.offline.inpainting import infill, time_mask

    config = model.codec.config
    length = len(recording) / config.sample_rate
    if not 0 <= seconds[0] < seconds[1] <= length + 1 / config.frame_rate:
        wanted = f"--infill {seconds[0]:g} {seconds[1]:g}"
        raise DistillError(
            f"{wanted} is no part of a recording of {length:.2f} s. Name two seconds in it, the earlier first."
        )
    grid = encode_decode.encode(model.codec, recording).codes
    mask = time_mask(config, grid, seconds)
    grids = np.stack([infill(model, grid, mask, seed, options, max_quote=max_quote, recall=recall) for seed in seeds])
    starts = range(0, grids.shape[2], generation.FRAMES_AT_ONCE)
    parts = (grids[..., start : start + generation.FRAMES_AT_ONCE] for start in starts)
    blocks = generation.sound(model, parts)
    return generation.placed(blocks, model.codec.latency, len(recording))
