"""How well a prior knows what comes next, and how near what it plays is to the corpus, side by side in one run.

    python tests/benchmarks/prior.py [FOLDER] [MODEL] [--codec-minutes 1] [--minutes 2] [--seconds 120]

Without FOLDER it takes the built-in sounds. Without a model it trains one, and neither codec nor prior learns from
every tenth recording. A model is measured as it is; it should come from distill train FOLDER, whose prior holds out the
same recordings.

Distances are squared maximum mean discrepancies of log-mel statistics to the recordings that were learnt from. The
floor is how far new recordings are from them; the ceilings are codes at random, each as often as any other or as often
as it occurs.
"""

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
from distill.kernels.sampling import SamplingOptions
from distill.offline import generation
from distill.training import pca_init
from distill.training.modules import modules_of
from distill.training.prior import HELD_OUT, held_out, perplexities, unigram
from distill.training.run import Settings, train, train_prior


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


def sound(model: Bundle, codes: NDArray[np.int64]) -> Samples:
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
    rows = distances(model, whole.recordings, learnt, new, arguments.seconds)
    record.report("prior", chain(perplexity.items(), rows), arguments)


def distances(
    model: Bundle, recordings: Sequence[Recording], learnt: Sequence[Tensor], new: Sequence[Tensor], seconds: float
) -> Iterator[tuple[str, record.Figures]]:
    """Rows of distances to the recordings that were learnt from."""
    config = model.codec.config
    frames = round(seconds * config.frame_rate)
    generator = torch.Generator().manual_seed(0)
    frequency = unigram(learnt, config.codebook_size)
    sampling = SamplingOptions.of([1.0] * config.levels, config.codebook_size)
    played = np.concatenate(list(generation.codes(model, frames, (0,), sampling)), axis=2)[0]
    by_chance = torch.multinomial(frequency, frames, replacement=True, generator=generator)
    noise = torch.randint(config.codebook_size, (config.levels, frames), generator=generator)
    corpus_timbres = metrics.timbres(joined([r for i, r in enumerate(recordings) if i % HELD_OUT]))
    width = float(torch.pdist(torch.from_numpy(corpus_timbres)).median())
    for name, samples in (
        ("floor: held out", joined(recordings[::HELD_OUT])),
        ("held out, through the codec", sound(model, torch.cat(list(new), dim=1).numpy())),
        ("learnt, through the codec", sound(model, torch.cat(list(learnt), dim=1).numpy())),
        ("the prior", sound(model, played)),
        ("ceiling: unigram codes", sound(model, by_chance.numpy())),
        ("ceiling: noise codes", sound(model, noise.numpy())),
    ):
        yield name, {"distance": metrics.mmd(corpus_timbres, metrics.timbres(samples), width)}


if __name__ == "__main__":
    main()
