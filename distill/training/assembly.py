"""Putting a model together: a codec, a prior, what the prior learnt from, and the card that describes them."""

import platform
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version

import torch
from torch import Tensor

from distill import generation
from distill.bundle import Card, CorpusSummary, Model, Moment, Provenance
from distill.corpus import Corpus
from distill.health import health
from distill.memorization import memorization, memory
from distill.model.codec import Codec
from distill.model.prior import Prior
from distill.model.sampling import Sampling
from distill.text import shown
from distill.training.prior import held_out, perplexities

JUDGED_SECONDS = 30.0
"""How much a prior plays by itself before it is said whether it only remembers."""


def summary(corpus: Corpus) -> CorpusSummary:
    """What a card says of ``corpus``."""
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
    curves: Sequence[Moment],
) -> Model:
    """A model of ``codec`` and ``prior``, which learnt from codes [level, frame] of each recording of ``corpus``."""
    card = Card(
        corpus=corpus,
        provenance=_provenance(seed),
        health=health(torch.cat(list(codes), dim=1), prior.config.codebook_size),
        perplexity=perplexities(prior, codes),
        curves=tuple(curves),
    )
    return Model.of(codec, prior, memory(held_out(codes)[0]), card)


def with_prior(
    model: Model,
    prior: Prior,
    codes: Sequence[Tensor],
    *,
    corpus: CorpusSummary,
    seed: int,
    curves: Sequence[Moment],
) -> Model:
    """``model`` with another prior, which learnt from codes [level, frame] of each recording of ``corpus``."""
    told = {
        "prior_corpus": corpus,
        "provenance": _provenance(seed),
        "perplexity": perplexities(prior, codes),
        "memorization": None,
        "curves": tuple(curves),
    }
    return Model.of(model.codec, prior, memory(held_out(codes)[0]), model.card.model_copy(update=told))


def judged(model: Model, codes: Sequence[Tensor], seed: int) -> Model:
    """``model`` with a card that says how much of what it plays is in codes [level, frame] of each recording."""
    config = model.codec.config
    sampling = Sampling.of([1.0] * config.levels, config.codebook_size)
    played = generation.codes(model, round(JUDGED_SECONDS * config.frame_rate), (seed,), sampling)
    _, judge = held_out(codes)
    structure = torch.cat(list(played), dim=2)[0, 0]
    vectors = model.codec.quantizer.codebooks[0]
    verdict = memorization(structure, model.memory, config.frame_rate, judge, vectors)
    return replace(model, card=model.card.model_copy(update={"memorization": verdict}))


def _provenance(seed: int) -> Provenance:
    return Provenance(
        distill=version("distill"),
        torch=torch.__version__,
        python=platform.python_version(),
        date=datetime.now(UTC).isoformat(timespec="seconds"),
        seed=seed,
    )
