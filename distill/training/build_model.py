"""Assembly of a model: codec, prior, corpus codes, and the card that describes them."""

import platform
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from distill.bundle import Bundle
from distill.card import CorpusSummary, CurvePoint, Memorization, ModelCard, Provenance
from distill.data.corpus import Corpus
from distill.evaluation.codebook_usage import level_usage
from distill.evaluation.memorization import corpus_codes, memorization
from distill.kernels.sampling import SamplingOptions
from distill.model.codec import Codec
from distill.model.prior import Prior
from distill.offline import generation
from distill.settings import GENERATING
from distill.text import shown
from distill.training import Progress, Report
from distill.training.modules import bundle_of, modules_of
from distill.training.prior import held_out, perplexities

STAGE = "judging"
PLAYED_SECONDS = (5.0, 30.0)
"""Least and most seconds that a prior generates to measure memorization."""
PATIENCE_SECONDS = 15.0
"""Limit of the time for that, with its memory or without, on slow machines."""
COMPARISONS = 3e9
"""Limit of comparisons of a generated frame with one of the corpus, from three hours of corpus on."""


def summary(corpus: Corpus) -> CorpusSummary:
    """Summary of ``corpus`` for a model card."""
    return CorpusSummary(
        folder=shown(corpus.folder.name),
        files=len(corpus.recordings),
        seconds=round(corpus.seconds, 2),
        skipped=len(corpus.skipped),
        recordings=tuple(recording.identity for recording in corpus.recordings),
    )


def assembled(
    codec: Codec,
    prior: Prior,
    codes: Sequence[Tensor],
    *,
    corpus: CorpusSummary,
    seed: int,
    curves: Sequence[CurvePoint],
) -> Bundle:
    """Assemble a model whose prior was trained on codes [level, frame] of each recording of ``corpus``."""
    card = ModelCard(
        corpus=corpus,
        provenance=_provenance(seed),
        health=level_usage(torch.cat(list(codes), dim=1).numpy(), prior.config.codebook_size),
        perplexity=perplexities(prior, codes),
        curves=tuple(curves),
    )
    return bundle_of(codec, prior, corpus_codes(_arrays(held_out(codes)[0])), card)


def with_prior(
    model: Bundle,
    prior: Prior,
    codes: Sequence[Tensor],
    *,
    corpus: CorpusSummary,
    seed: int,
    curves: Sequence[CurvePoint],
) -> Bundle:
    """Replace the prior of ``model`` by one trained on codes [level, frame] of each recording of ``corpus``."""
    update = {
        "prior_corpus": corpus,
        "provenance": _provenance(seed),
        "perplexity": perplexities(prior, codes),
        "memorization": None,
        "curves": tuple(curves),
    }
    codec, _ = modules_of(model)
    return bundle_of(codec, prior, corpus_codes(_arrays(held_out(codes)[0])), model.card.model_copy(update=update))


def with_memorization(model: Bundle, codes: Sequence[Tensor], seed: int, report: Report) -> Bundle:
    """Measure memorization of codes [level, frame] of each recording; return ``model`` with it in its card.

    Of what it plays without its memory, as a network may know recordings by heart, and of what it plays at the default
    of recall: what quotes more is kept.
    """
    _, val_codes = held_out(codes)
    vectors = model.codec.codebooks[0]
    corpus, rate = model.corpus_codes, model.codec.config.frame_rate
    least, most = (round(seconds * rate) for seconds in PLAYED_SECONDS)
    frames = max(least, min(most, round(COMPARISONS / len(corpus))))
    verdicts: list[Memorization] = []
    for recall in (0.0, GENERATING["recall"].default):
        played: list[NDArray[np.int64]] = []
        for block in _played(model, frames, seed, recall):
            played.append(block)
            report(Progress(STAGE, (len(verdicts) + sum(map(len, played)) / frames) / 2))
        verdicts.append(memorization(np.concatenate(played), corpus, rate, _arrays(val_codes), vectors))
    report(Progress(STAGE, 1.0))
    verdict = max(verdicts, key=lambda each: each.quoted)
    return replace(model, card=model.card.model_copy(update={"memorization": verdict}))


def _played(model: Bundle, frames: int, seed: int, recall: float) -> Iterator[NDArray[np.int64]]:
    """Structure codes [frame] that ``model`` plays by itself, block by block, for ``PATIENCE_SECONDS`` at most."""
    config = model.codec.config
    options = SamplingOptions.of([1.0] * config.levels, config.codebook_size)
    begun = time.monotonic()
    for block in generation.codes(model, frames, (seed,), options, recall=recall):
        yield block[0, 0]
        if time.monotonic() - begun > PATIENCE_SECONDS:
            break


def _arrays(codes: Sequence[Tensor]) -> list[NDArray[np.int64]]:
    return [recording.numpy() for recording in codes]


def _provenance(seed: int) -> Provenance:
    return Provenance(
        distill=version("distill"),
        torch=torch.__version__,
        python=platform.python_version(),
        date=datetime.now(UTC).isoformat(timespec="seconds"),
        seed=seed,
    )
