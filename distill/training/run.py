"""Training run: the stages from a corpus to a model, which is saved while it gets better."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, Literal, Protocol

import torch
from pydantic import BaseModel, ConfigDict, Field
from torch import Tensor

from distill.bundle import Bundle
from distill.data.corpus import Corpus
from distill.errors import TrainingError
from distill.hyperparameters import CodecConfig, PriorConfig
from distill.model.codec import Codec
from distill.model.prior import Prior
from distill.settings import TRAINING
from distill.training import Budget, Figures, Progress, Report, distributed, pca_init, threads
from distill.training.adversarial import AdversarialTraining
from distill.training.artifacts import Curves
from distill.training.build_model import assembled, summary, with_memorization, with_prior
from distill.training.checkpoint import CheckpointTimer, fitting
from distill.training.codec import CodecTraining
from distill.training.modules import modules_of
from distill.training.prior import PriorTraining, untrained

WEIGHTS = {"codec": 3.0, "polish": 3.0, "prior": 2.0}
"""Relative share of the budget of each stage, in their order."""

Preset = Literal["fast", "base", "large"]
PRESETS: Mapping[Preset, Mapping[str, int]] = {
    "fast": {"width": 128, "blocks": 2, "encoder_blocks": 1},
    "base": {"width": 256, "blocks": 3, "encoder_blocks": 2},
    "large": {"width": 384, "blocks": 6, "encoder_blocks": 4},
}
"""Sizes of the networks; ``tests/benchmarks/codec.py --preset`` shows what each learns in so many minutes."""


def _limited(option: str) -> Any:
    """Pydantic field with the default and the limits of a setting; ``None`` stands for ``auto``."""
    setting = TRAINING[option]
    return Field(default=None if setting.choices else setting.default, ge=setting.low, le=setting.high)


class Settings(BaseModel):
    """Settings of a training."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    minutes: float = _limited("minutes")
    """Minutes of updates; reading, encoding, saving and evaluating take further time."""
    channels: int = _limited("channels")
    levels: int = _limited("rvq-levels")
    codebook_size: int | None = _limited("codebook-size")
    """Codes per level; ``None`` leaves it to the number of recordings."""
    codebook_dim: int = _limited("codebook-dim")
    commitment_weight: float = _limited("commitment-weight")
    preset: Preset = TRAINING["preset"].default
    codec: bool = True
    prior: bool = True
    """True to train a prior; ``codec`` is the same for the codec."""
    synthesis_window: int | None = Field(default=1440, gt=CodecConfig().hop, le=CodecConfig().window, multiple_of=2)
    """As in ``CodecConfig``: for experiments, no option of the command; ``docs/decisions.md`` says why so many."""
    polish: bool = False
    """True to fine-tune the decoder adversarially."""
    seed: int = _limited("seed")

    @classmethod
    def of(cls, resumed: Mapping[str, Any]) -> "Settings":
        """Settings in a checkpoint.

        Raises:
            TrainingError: they are damaged.
        """
        with fitting():
            return cls.model_validate({"synthesis_window": None, **resumed["settings"]})  # 0.1 says nothing of it

    @property
    def stages(self) -> Mapping[str, tuple[float, float]]:
        """Shares of the budget, 0 to 1, at which each stage of this training begins and ends."""
        wanted = {"codec": self.codec, "polish": self.polish, "prior": self.prior}
        weights = {stage: weight for stage, weight in WEIGHTS.items() if wanted[stage]}
        ends = list(accumulate(weights.values()))
        return {
            stage: ((end - weight) / ends[-1], end / ends[-1])
            for (stage, weight), end in zip(weights.items(), ends, strict=True)
        }

    def codec_config(self, recordings: int) -> CodecConfig:
        """Configuration of a codec for this number of recordings."""
        return CodecConfig(
            channels=self.channels,
            levels=self.levels,
            codebook_size=self.codebook_size or pca_init.codebook_size(recordings),
            dim=self.codebook_dim,
            synthesis_window=self.synthesis_window,
            track_partials=True,
            **PRESETS[self.preset],
        )


@dataclass(frozen=True, slots=True)
class TrainingCallbacks:
    """Callbacks of a training, and the checkpoint that it resumes."""

    save: Callable[[Bundle], None] = lambda _: None
    """Receives the first playable model, one every minute, and the last."""
    checkpoint: Callable[[dict[str, Any]], None] = lambda _: None
    """Receives, every minute, the content of a checkpoint."""
    resumed: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Content of the checkpoint to resume; empty for a new training."""
    learning: Callable[[], AbstractContextManager[None]] = nullcontext
    """Context of each update, so that reading, saving and so on do not count towards the budget."""


def train(
    corpus: Corpus,
    settings: Settings,
    budget: Budget,
    report: Report,
    callbacks: TrainingCallbacks | None = None,
    device: str = "cpu",
) -> Bundle:
    """Train codec and prior on ``corpus`` until ``budget`` is spent."""
    with torch.random.fork_rng():
        torch.manual_seed(settings.seed)
        return _Run(corpus, settings, budget, report, callbacks or TrainingCallbacks(), device).go()


def train_prior(
    model: Bundle,
    corpus: Corpus,
    budget: Budget,
    report: Report,
    callbacks: TrainingCallbacks | None = None,
    *,
    seed: int = 0,
    device: str = "cpu",
) -> Bundle:
    """Train a new prior for ``model`` on ``corpus`` until ``budget`` is spent; the codec stays as it is.

    Raises:
        TrainingError: the budget was spent before the first update.
    """
    settings = Settings(codec=False, seed=seed)
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return _Run(corpus, settings, budget, report, callbacks or TrainingCallbacks(), device).renew_prior(model)


class _Training(Protocol):
    """Training of one stage, as the loop uses it."""

    stage: str

    def update(self, spent: float, /) -> Figures: ...
    @property
    def finished(self) -> bool: ...
    def state(self) -> dict[str, Any]: ...
    def restore(self, state: Mapping[str, Any]) -> None: ...


@dataclass
class _Run:
    corpus: Corpus
    settings: Settings
    budget: Budget
    report: Report
    callbacks: TrainingCallbacks
    device: str

    def __post_init__(self) -> None:
        self._clock = CheckpointTimer()
        self._summary = summary(self.corpus)
        with fitting():
            self._curves = Curves(self.callbacks.resumed.get("curves", ()))
            self._first = list(WEIGHTS).index(self.callbacks.resumed.get("stage", "codec"))

    def go(self) -> Bundle:
        """Run all stages; return the last and best model."""
        codec = self._start()
        if self._is_due(CodecTraining.stage):
            codec = self._improved(self._codec_training(codec))
        if self.settings.polish and self._is_due(AdversarialTraining.stage):
            codec = self._improved(self._polish_training(codec))
        codes = pca_init.encode(codec, self.corpus.recordings, self.report)
        prior = self._start_of_prior(codec, codes)
        if self.settings.prior:
            self.callbacks.save(self._model(codec, prior, codes))
            prior = self._trained(codec, prior, codes)
        model = self._model(codec, prior, codes)
        if model.card.prior_trained:
            model = with_memorization(model, codes, self.settings.seed, self.report)
        self.callbacks.save(model)
        return model

    def renew_prior(self, model: Bundle) -> Bundle:
        """Train a new prior for ``model``, as ``train_prior`` does."""
        codec, _ = modules_of(model)
        codes = pca_init.encode(codec, self.corpus.recordings, self.report)
        prior = self._trained(codec, self._start_of_prior(codec, codes), codes)
        if not self._curves.points:
            raise TrainingError("Ended before anything was learnt; nothing was saved. Allow more minutes.")
        curves = [point for point in model.card.curves if point.stage != PriorTraining.stage]
        curves += self._curves.points
        seed = self.settings.seed
        renewed = with_prior(model, prior, codes, corpus=self._summary, seed=seed, curves=curves)
        return with_memorization(renewed, codes, seed, self.report)

    def _start(self) -> Codec:
        """Initial codec by PCA, or the codec of the training that is resumed."""
        config = self.settings.codec_config(len(self.corpus.recordings))
        if self.callbacks.resumed:
            with fitting():
                weights = self.callbacks.resumed["codec"]
                # Recordings may have come or gone since, and would give codebooks of another size now.
                size = weights["quantizer.codebooks"].shape[1]
                codec = Codec(config.model_copy(update={"codebook_size": size}))
                codec.load_state_dict(weights)
                return codec
        codec = pca_init.fit(self.corpus.recordings, config, self.settings.seed, self.report)
        with torch.no_grad():
            distributed.broadcast(*codec.parameters(), *codec.buffers())
        self._save_playable(codec)
        return codec

    def _is_due(self, stage: str) -> bool:
        """True if a resumed training has not completed ``stage`` yet."""
        return self._first <= list(WEIGHTS).index(stage)

    def _codec_training(self, codec: Codec) -> CodecTraining:
        weight = self.settings.commitment_weight
        recordings = self.corpus.recordings
        return CodecTraining(codec, recordings, commitment=weight, seed=self.settings.seed, device=self.device)

    def _polish_training(self, codec: Codec) -> AdversarialTraining:
        return AdversarialTraining(codec, self.corpus.recordings, seed=self.settings.seed, device=self.device)

    def _improved(self, training: CodecTraining | AdversarialTraining) -> Codec:
        self._loop(training, lambda: training.codec, lambda: self._save_playable(training.codec))
        return training.codec

    def _trained(self, codec: Codec, prior: Prior, codes: Sequence[Tensor]) -> Prior:
        training = PriorTraining(prior, codes, seed=self.settings.seed, device=self.device)

        def save() -> None:
            self.callbacks.save(self._model(codec, training.prior, codes))

        self._loop(training, lambda: codec, save)
        return training.prior

    def _loop(self, training: _Training, codec: Callable[[], Codec], save: Callable[[], None]) -> None:
        """Update until the stage's share of the budget is spent; save and write checkpoints meanwhile."""
        begin, end = self.settings.stages[training.stage]
        if self.callbacks.resumed.get("stage") == training.stage:
            with fitting():
                training.restore(self.callbacks.resumed["training"])
        reached = begin
        while (spent := distributed.broadcast_number(self.budget())) < end and not distributed.broadcast_number(
            training.finished
        ):
            reached = spent
            done = max(0.0, (spent - begin) / (end - begin))
            with self.callbacks.learning(), threads.single():
                figures = training.update(done)
            self.report(Progress(training.stage, done, figures))
            self._curves.add(training.stage, spent, figures)
            if self._clock.due():
                save()
                self._keep(training, reached, codec())
        self._keep(training, reached, codec())
        self.report(Progress(training.stage, 1.0))

    def _keep(self, training: _Training, spent: float, codec: Codec) -> None:
        self.callbacks.checkpoint(
            {
                "stage": training.stage,
                "spent": spent,
                "settings": self.settings.model_dump(),
                "recordings": list(self._summary.recordings),
                "codec": codec.state_dict(),
                "training": training.state(),
                "curves": [point.model_dump() for point in self._curves.points],
            }
        )

    def _save_playable(self, codec: Codec) -> None:
        """Save ``codec`` with an untrained prior, from statistics of ``QUICK_SECONDS`` of sound."""
        codes = pca_init.encode(codec, pca_init.beginnings(self.corpus.recordings), lambda _: None)
        self.callbacks.save(self._model(codec, self._start_of_prior(codec, codes), codes))

    def _start_of_prior(self, codec: Codec, codes: Sequence[Tensor]) -> Prior:
        config = PriorConfig(levels=codec.config.levels, codebook_size=codec.config.codebook_size)
        return untrained(codes, config, self.settings.seed)

    def _model(self, codec: Codec, prior: Prior, codes: Sequence[Tensor]) -> Bundle:
        seed, curves = self.settings.seed, self._curves.points
        return assembled(codec, prior, codes, corpus=self._summary, seed=seed, curves=curves)
