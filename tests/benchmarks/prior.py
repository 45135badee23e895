"""How well a prior knows what comes next, and how near what it plays is to the corpus, side by side in one run.

    python tests/benchmarks/prior.py [FOLDER] [MODEL] [--codec-minutes 1] [--minutes 2] [--seconds 120]

Without FOLDER it takes the built-in sounds. Without a model it trains one, and neither codec nor prior learns from
every tenth recording. A model is measured as it is; it should come from distill train FOLDER, whose prior holds out the
same recordings.

Recall 0 is the neural prior alone; recall 1 the baseline that learns nothing, a walk through the recordings' own codes.
Of what they play:

- distance: squared maximum mean discrepancy of log-mel statistics to the recordings that were learnt from. The floor is
  how far new recordings are from them; the ceilings are codes at random, each as often as any other or as it occurs.
- pulse: median of ``metrics.pulse_clarity`` over recordings, or over what is played.
- texture: ``metrics.texture_distance`` over 0.5, 2 and 8 seconds; 0 is a copy, 1 as far as one recording from others.
- nearness, quoted: as training reports them, 0 a copy and 1 as new as the new; share of quotations of a second or more.
"""

import math
import statistics
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import numpy as np
import record
import torch
from numpy.typing import NDArray
from torch import Tensor

from distill import bundle, metrics
from distill.audio import Samples
from distill.bundle import Bundle
from distill.cli.progress import TimeBudget, bars
from distill.data import corpus
from distill.data.corpus import Corpus, Recording
from distill.evaluation.memorization import memorization
from distill.hyperparameters import role
from distill.kernels.memory import CHANCES
from distill.kernels.noise import memory_chances
from distill.kernels.prior import NO_LIMIT, CodeChoice
from distill.kernels.sampling import SamplingOptions
from distill.offline import generation
from distill.training import pca_init
from distill.training.modules import modules_of
from distill.training.prior import HELD_OUT, held_out, perplexities, unigram
from distill.training.run import Settings, train, train_prior

RECALLS = 0.0, 0.3, 0.5, 0.7, 0.75, 0.8, 1.0
UNHEARD = 100
"""Frames of held-out recordings that do not count, as a stream trusts its memory at first."""
TEXTURE_SECONDS = 0.5, 2.0, 8.0
Codes = NDArray[np.int64]


def trained(whole: Corpus, codec_minutes: float, minutes: float) -> Bundle:
    seen = tuple(r for i, r in enumerate(whole.recordings) if i % HELD_OUT)
    settings = Settings(minutes=codec_minutes, codebook_size=256, prior=False)
    with TimeBudget(codec_minutes) as budget, bars() as report, budget.learning():
        model = train(Corpus(whole.folder, whole.files, seen), settings, budget, report)
    with TimeBudget(minutes) as budget, bars() as report, budget.learning():
        return train_prior(model, whole, budget, report)


def joined(recordings: Sequence[Recording]) -> Samples:
    """Samples [time] of recordings in random order, as the prior hears them."""
    order = torch.randperm(len(recordings), generator=torch.Generator().manual_seed(0)).tolist()
    return np.concatenate([recordings[i].samples.mean(axis=1) for i in order])


def sound(model: Bundle, codes: Codes) -> Samples:
    """Samples [time] of codes [level, frame]."""
    starts = range(0, codes.shape[1], generation.FRAMES_AT_ONCE)
    parts = (codes[None, :, start : start + generation.FRAMES_AT_ONCE] for start in starts)
    return np.concatenate([take[0].mean(axis=1) for take in generation.sound(model, parts)])


def main() -> None:
    parser = record.parser(__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("model", nargs="?", type=Path)
    parser.add_argument("--codec-minutes", type=float, default=1.0)
    parser.add_argument("--minutes", type=float, default=2.0)
    parser.add_argument("--seconds", type=float, default=120.0, help="how much is played")
    arguments = parser.parse_args()
    whole = corpus.load(arguments.folder or record.built_in_sounds())
    if arguments.model:
        model = bundle.load(bundle.find(arguments.model))
    else:
        model = trained(whole, arguments.codec_minutes, arguments.minutes)
    codec, prior = modules_of(model)
    codes = pca_init.encode(codec, whole.recordings, lambda _: None)
    learnt, new = held_out(codes)
    print(f"{len(learnt)} recordings to learn from, {len(new)} held out; {model.prior.config}")
    if model.card.memorization:
        print(model.card.memorization.verdict)
    perplexity: dict[str, record.Figures] = {
        f"perplexity, {level.role}": {
            "learnt": level.learnt,
            **({"held out": level.held_out} if level.held_out else {}),
            "unigram": level.unigram,
        }
        for level in perplexities(prior, codes)
    }
    mixed = mixed_perplexities(model, new)
    rows = distances(model, whole.recordings, learnt, new, arguments.seconds)
    record.report("prior", chain(perplexity.items(), mixed, rows), arguments)


def mixed_perplexities(model: Bundle, new: Sequence[Tensor]) -> Iterator[tuple[str, record.Figures]]:
    """Perplexity of held-out recordings on each level, by recall; they are one stream."""
    if not new:
        return
    prior, codes = model.prior, torch.cat(list(new), dim=1).numpy()
    levels, size = prior.config.levels, prior.config.codebook_size
    noise, sampling = np.zeros((1, levels, size), np.float32), SamplingOptions.of([1.0] * levels, size)
    for recall in RECALLS:
        state, total = prior.initial_state(), np.zeros(levels)
        for frame, forced in enumerate(codes.T[:, None]):
            chances, own = memory_chances([(0, frame)], CHANCES), np.full(1, recall, np.float32)
            choice = CodeChoice(noise, sampling, forced.copy(), np.full(1, NO_LIMIT), own, chances)
            _, likelihoods, state = prior.score_step(state, choice)
            if frame >= UNHEARD:
                total -= likelihoods[0]
        means = np.minimum(total / max(1, codes.shape[1] - UNHEARD), math.log(size)).tolist()
        yield f"perplexity at recall {recall:g}", {role(level): math.exp(mean) for level, mean in enumerate(means)}


def distances(
    model: Bundle, recordings: Sequence[Recording], learnt: Sequence[Tensor], new: Sequence[Tensor], seconds: float
) -> Iterator[tuple[str, record.Figures]]:
    """Rows of what recordings and priors are like, beside the recordings that were learnt from."""
    config = model.codec.config
    frames = round(seconds * config.frame_rate)
    generator = torch.Generator().manual_seed(0)
    frequency = unigram(learnt, config.codebook_size)
    sampling = SamplingOptions.of([1.0] * config.levels, config.codebook_size)
    by_chance = torch.multinomial(frequency, frames, replacement=True, generator=generator)
    noise = torch.randint(config.codebook_size, (config.levels, frames), generator=generator)
    known, held = [r for i, r in enumerate(recordings) if i % HELD_OUT], list(recordings[::HELD_OUT])
    if not new:
        known = list(recordings)
    corpus_timbres = metrics.timbres(joined(known))
    width = float(torch.pdist(torch.from_numpy(corpus_timbres)).median())
    mels = [metrics.rhythm_mels(r.samples.mean(axis=1)) for r in known]
    textures = {length: [metrics.textures(own, length) for own in mels] for length in TEXTURE_SECONDS}

    def figures(takes: Sequence[Samples], played: Codes | None = None) -> record.Figures:
        own = [metrics.rhythm_mels(take) for take in takes]
        clear = [clarity for each in own if math.isfinite(clarity := metrics.pulse_clarity(each))]
        row = {
            "distance": metrics.mmd(corpus_timbres, metrics.timbres(np.concatenate(takes)), width),
            "pulse": statistics.median(clear) if clear else math.nan,
        }
        for length, corpus_textures in textures.items():
            found = [metrics.textures(each, length) for each in own]
            row[f"texture {length:g} s"] = metrics.texture_distance(found, corpus_textures)
        if played is not None:
            vectors, others = model.codec.codebooks[0], [codes.numpy() for codes in new]
            verdict = memorization(played[0], model.corpus_codes, config.frame_rate, others, vectors)
            row |= {"nearness": math.nan if verdict.nearness is None else verdict.nearness, "quoted": verdict.quoted}
        return row

    yield "learnt", figures([r.samples.mean(axis=1) for r in known])
    yield "learnt, through the codec", figures([sound(model, codes.numpy()) for codes in learnt])
    if new:
        yield "floor: held out", figures([r.samples.mean(axis=1) for r in held])
        yield "held out, through the codec", figures([sound(model, codes.numpy()) for codes in new])
    for recall in RECALLS if model.prior.has_memory else (0.0,):
        played = np.concatenate(list(generation.codes(model, frames, (0,), sampling, recall=recall)), axis=2)[0]
        yield f"the prior at recall {recall:g}", figures([sound(model, played)], played)
    yield "ceiling: unigram codes", figures([sound(model, by_chance.numpy())])
    yield "ceiling: noise codes", figures([sound(model, noise.numpy())])


if __name__ == "__main__":
    main()
