"""``distill generate``."""

import json
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

SUBTYPES = {16: "PCM_16", 24: "PCM_24", 32: "FLOAT"}


def generate(
    model: Annotated[Path, typer.Argument(help="A .distill file, or starter for the model that comes along.")],
    output: Annotated[
        Path, typer.Option("-o", "--output", help="WAV, FLAC, OGG or MP3; several takes are numbered: NAME-1, NAME-2.")
    ],
    seconds: Annotated[float, typer.Option(min=0.01, help="Length of a take; any length, without a seam.")] = 30.0,
    count: Annotated[int, typer.Option(min=1, max=1000, help="How many takes.")] = 1,
    temperature: Annotated[
        float, typer.Option(min=0, max=4, help="0 takes the likeliest code, 1 what was learnt, more is wilder.")
    ] = 1.0,
    top_k: Annotated[int, typer.Option(min=0, max=1024, help="Among the k likeliest codes only; 0 among all.")] = 0,
    top_p: Annotated[
        float, typer.Option(min=0, max=1, help="Among the fewest codes that are together this likely.")
    ] = 1.0,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="The first take's; the next has the next.")] = 0,
    novelty: Annotated[
        float, typer.Option(min=0, help="Seconds of a recording that are played note for note at most; 0: no limit.")
    ] = 0.0,
    prime: Annotated[Path | None, typer.Option(help="A recording to go on from.")] = None,
    bits: Annotated[
        int | None, typer.Option(metavar="16|24|32", help="Of WAV and FLAC; 32-bit float and 24 unless told otherwise.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON for scripts.")] = False,
) -> None:
    """Let a model play by itself, into files.

    For example: distill generate mine.distill --seconds 60 --count 4 --temperature 1.2 -o take.wav
    """
    import torch

    from distill import audio, bundle, generation
    from distill.cli.progress import bars
    from distill.errors import DistillError
    from distill.model.sampling import Sampling
    from distill.training import Progress

    if bits is not None and bits not in SUBTYPES:
        raise DistillError(f"--bits is 16, 24 or 32, not {bits}.")
    loaded = bundle.load(bundle.find(model))
    config = loaded.codec.config
    sampling = Sampling.of([temperature] * config.levels, config.codebook_size, top_k, top_p)
    heard = loaded.codec.encode(torch.from_numpy(audio.read(prime, config.channels)).T[None])[0] if prime else None
    outputs = [output] if count == 1 else [output.with_stem(f"{output.stem}-{n}") for n in range(1, count + 1)]
    frames = round(seconds * config.frame_rate)
    with bars() as report, ExitStack() as stack:
        writers = [
            stack.enter_context(audio.writing(place, channels=config.channels, subtype=SUBTYPES.get(bits or 0)))
            for place in outputs
        ]
        codes = generation.codes(
            loaded,
            frames,
            range(seed, seed + count),
            sampling,
            prime=heard,
            novelty=max(1, round(novelty * config.frame_rate)) if novelty else None,
        )
        done = 0
        for takes in generation.sound(loaded, codes, heard):
            for write, samples in zip(writers, takes, strict=True):
                write(samples)
            done += len(takes[0])
            report(Progress("generating", done / (frames * config.hop)))
    if as_json:
        typer.echo(json.dumps({"outputs": [str(place) for place in outputs], "seconds": frames / config.frame_rate}))
        return
    for place in outputs:
        typer.echo(f"Wrote {place} ({frames / config.frame_rate:.1f} s).")
