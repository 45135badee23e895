"""One training run: corpus to codec to prior to model, saved as soon as it can be played."""

import platform
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version

import torch
from pydantic import BaseModel, ConfigDict, Field
from torch import Tensor

from distill.bundle import Card, CorpusSummary, Model, Provenance
from distill.corpus import Corpus
from distill.health import health
from distill.model.codec import CodecConfig
from distill.model.prior import Prior, PriorConfig
from distill.training import Budget, Report
from distill.training import codec as codec_training
from distill.training import prior as prior_training


class Settings(BaseModel):
    """What a user may choose before training."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    levels: int = Field(default=4, ge=1, le=8)
    codebook_size: int | None = Field(default=None, ge=2, le=1024)
    """Codes per level; ``None`` leaves it to the number of recordings."""
    seed: int = Field(default=0, ge=0)


def train(corpus: Corpus, settings: Settings, budget: Budget, report: Report, save: Callable[[Model], None]) -> Model:
    """Train codec and prior on ``corpus``; ``save`` receives the first playable model and every better one."""
    size = settings.codebook_size or codec_training.codebook_size(len(corpus.recordings))
    config = CodecConfig(levels=settings.levels, codebook_size=size)
    codec = codec_training.fit(corpus.recordings, config, settings.seed, report)
    codes = codec_training.encode(codec, corpus.recordings, report)
    prior = prior_training.untrained(codes, PriorConfig(levels=config.levels, codebook_size=size), settings.seed)

    def keep(prior: Prior) -> None:
        save(Model.of(codec, prior, _card(corpus, settings, codes, prior)))

    keep(prior)
    prior = prior_training.train(prior, codes, settings.seed, budget, report, keep)
    model = Model.of(codec, prior, _card(corpus, settings, codes, prior))
    save(model)
    return model


def _card(corpus: Corpus, settings: Settings, codes: Sequence[Tensor], prior: Prior) -> Card:
    _, judge = prior_training.held_out(codes)
    return Card(
        corpus=CorpusSummary(
            folder=corpus.folder.name,
            files=len(corpus.recordings),
            seconds=round(corpus.seconds, 2),
            skipped=len(corpus.skipped),
        ),
        provenance=Provenance(
            distill=version("distill"),
            torch=torch.__version__,
            python=platform.python_version(),
            date=datetime.now(UTC).isoformat(timespec="seconds"),
            seed=settings.seed,
        ),
        health=health(torch.cat(list(codes), dim=1), prior.config.codebook_size),
        held_out=tuple(prior_training.perplexity(prior, judge).tolist()) if judge else (),
    )
