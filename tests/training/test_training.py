import copy
import math
from pathlib import Path

import numpy as np
import pytest
import torch

from distill import metrics
from distill.audio import Samples
from distill.bundle import Bundle
from distill.data.corpus import Corpus, FileReport, Recording
from distill.errors import TrainingError
from distill.hyperparameters import CodecConfig
from distill.model.codec import Codec
from distill.model.quantizer import ResidualQuantizer
from distill.training import Figures, pca_init
from distill.training import prior as prior_training
from distill.training.adversarial import AdversarialTraining
from distill.training.artifacts import Curves
from distill.training.codec import JOINT, CodecTraining
from distill.training.ema_codebooks import Codebooks
from distill.training.run import PRESETS, Settings, TrainingCallbacks, train, train_prior


@pytest.fixture(scope="module")
def codec(corpus: Corpus) -> Codec:
    return pca_init.fit(corpus.recordings, CodecConfig(codebook_size=64), 0, lambda _: None)


def test_the_codec_keeps_the_sound_and_every_level_brings_it_nearer(codec: Codec, sounds: dict[str, Samples]) -> None:
    samples = torch.from_numpy(np.concatenate(list(sounds.values()))).T
    with torch.inference_mode():
        codes = codec.encode(samples[None])
        distances: list[float] = []
        for open_ in range(1, codec.config.levels + 1):
            weights = (torch.arange(codec.config.levels) < open_).float()[None, :, None]
            prefix = codec.decode(codes, weights.expand(codes.shape))[0, 0, codec.latency :][: len(samples[0])]
            distances.append(metrics.stft_distance(samples[0].numpy(), prefix.numpy()))
        decoded = codec(samples[None])[0, 0]
    assert distances[-1] == metrics.stft_distance(samples[0].numpy(), decoded.numpy())
    assert distances == sorted(distances, reverse=True)
    assert distances[-1] < 0.3
    assert decoded.square().mean().sqrt() == pytest.approx(samples.square().mean().sqrt().item(), rel=0.3)


def test_stereo_keeps_its_image(sounds: dict[str, Samples]) -> None:
    names = ("pluck-3.wav", "drum-3.wav", "bell-1.wav")
    pans = np.array([[1.0, 0.25], [0.5, 0.5], [0.1, 1.0]], np.float32)
    panned = {name: sounds[name] * pan for name, pan in zip(names, pans, strict=True)}
    recordings = [Recording(Path(name), samples) for name, samples in panned.items()]
    codec = pca_init.fit(recordings, CodecConfig(codebook_size=64, channels=2), 0, lambda _: None)
    for samples in panned.values():
        with torch.inference_mode():
            decoded = codec(torch.from_numpy(samples).T[None])[0]
        assert decoded.shape == samples.T.shape
        before, after = np.square(samples).mean(0), decoded.square().mean(1).numpy()
        np.testing.assert_allclose(10 * np.log10(after[0] / after[1]), 10 * np.log10(before[0] / before[1]), atol=2)


def test_attacks_stay_attacks(codec: Codec, sounds: dict[str, Samples]) -> None:
    for name in ("drum-1.wav", "pluck-3.wav", "bell-1.wav"):
        original = torch.nn.functional.pad(torch.from_numpy(sounds[name]).T, (metrics.ONSET_SILENCE, 0))
        with torch.inference_mode():
            assert metrics.pre_echo(original[0].numpy(), codec(original[None])[0, 0].numpy()) < -30


def test_every_mask_sounds_and_is_sane(codec: Codec, sounds: dict[str, Samples]) -> None:
    samples = torch.from_numpy(sounds["pluck-3.wav"]).T
    levels = codec.config.levels
    with torch.inference_mode():
        codes = codec.encode(samples[None])
        for mask in range(1, 2**levels):
            weights = torch.tensor([float(mask >> level & 1) for level in range(levels)])[None, :, None]
            decoded = codec.decode(codes, weights.expand(codes.shape))
            assert decoded.isfinite().all()
            assert 1e-5 < decoded.square().mean().sqrt() < 0.5


def codec_training(codec: Codec, corpus: Corpus) -> CodecTraining:
    return CodecTraining(codec, corpus.recordings, commitment=2.0, seed=0, device="cpu")


def test_the_networks_improve_on_the_linear_codec(corpus: Corpus, sounds: dict[str, Samples]) -> None:
    samples = torch.from_numpy(np.concatenate(list(sounds.values()))).T
    codec = pca_init.fit(
        corpus.recordings, CodecConfig.model_validate({"codebook_size": 64, **PRESETS["fast"]}), 0, lambda _: None
    )
    training = codec_training(codec, corpus)
    for update in range(60):
        training.update(update / 60)
    with torch.inference_mode():
        before, after = (c(samples[None])[0, 0].numpy() for c in (codec, training.codec))
    for distance, share in ((metrics.mel_distance, 0.98), (metrics.stft_distance, 1)):
        assert distance(samples[0].numpy(), after) < share * distance(samples[0].numpy(), before)


def test_encoder_and_codebooks_learn_in_the_middle_only(codec: Codec, corpus: Corpus) -> None:
    training = codec_training(codec, corpus)
    training.update(0.0)
    assert torch.equal(training.codec.quantizer.codebooks, codec.quantizer.codebooks)
    for _ in range(3):
        training.update(sum(JOINT) / 2)
    learnt = training.codec
    assert not torch.equal(learnt.quantizer.codebooks, codec.quantizer.codebooks)
    assert not torch.equal(learnt.encoder.weight, codec.encoder.weight)
    training.update(0.9)
    assert torch.equal(training.codec.quantizer.codebooks, learnt.quantizer.codebooks)


@pytest.mark.parametrize("kind", [CodecTraining, AdversarialTraining])
def test_a_restored_training_goes_on_as_if_never_stopped(
    codec: Codec, corpus: Corpus, kind: type[CodecTraining | AdversarialTraining]
) -> None:
    def new() -> CodecTraining | AdversarialTraining:
        torch.manual_seed(5)
        if kind is CodecTraining:
            return codec_training(codec, corpus)
        return AdversarialTraining(codec, corpus.recordings, seed=0, device="cpu")

    middle = sum(JOINT) / 2
    unbroken, resumed = new(), new()
    for _ in range(2):
        unbroken.update(middle)
    resumed.restore(copy.deepcopy(unbroken.state()))
    assert [resumed.update(middle).losses for _ in range(2)] == [unbroken.update(middle).losses for _ in range(2)]


def test_polish_changes_the_decoder_and_not_what_codes_mean(codec: Codec, corpus: Corpus) -> None:
    training = AdversarialTraining(codec, corpus.recordings, seed=0, device="cpu")
    for _ in range(3):
        figures = training.update(0.0)
        assert all(math.isfinite(loss) for loss in figures.losses.values())
    before, after = codec.state_dict(), training.codec.state_dict()
    changed = {name for name in before if not torch.equal(before[name], after[name])}
    assert changed
    assert all(name.startswith("decoder") for name in changed)


def test_dead_codes_come_back_to_life() -> None:
    generator = torch.Generator().manual_seed(0)
    quantizer = ResidualQuantizer(levels=2, size=8, dim=3)
    quantizer.codebooks.copy_(torch.randn(2, 8, 3, generator=generator))
    quantizer.codebooks[:, 5] = 1e3
    codebooks = Codebooks(quantizer, vectors=400)
    for _ in range(2500):
        vectors = torch.randn(400, 3, generator=generator)
        codebooks.update(vectors, quantizer.encode(vectors[None])[0].T, move=True)
    assert all(level.used == 1 for level in codebooks.usage())
    assert quantizer.codebooks.abs().max() < 10


def test_a_budget_is_divided_among_the_stages_that_are_wanted() -> None:
    assert Settings(prior=False).stages == {"codec": (0.0, 1.0)}
    stages = Settings(polish=True).stages
    assert list(stages) == ["codec", "polish", "prior"]
    assert stages["codec"][0] == 0
    assert stages["codec"][1] == stages["polish"][0]
    assert stages["prior"][1] == 1


def test_curves_are_thinned_and_keep_their_order() -> None:
    curves = Curves()
    for update in range(5000):
        curves.add("codec", update / 5000, Figures({"loss": 1.0}))
    assert 190 < len(curves.points) <= 201
    assert [m.spent for m in curves.points] == sorted(m.spent for m in curves.points)


def test_training_is_the_same_for_the_same_seed(corpus: Corpus) -> None:
    def trained(seed: int) -> Bundle:
        spent = iter(np.linspace(0, 1, 4))
        return train(corpus, Settings(preset="fast", seed=seed), lambda: float(next(spent)), lambda _: None)

    first = trained(1).fingerprint
    assert first == trained(1).fingerprint
    assert first != trained(2).fingerprint


def test_a_playable_model_is_saved_before_the_prior_is_trained(corpus: Corpus) -> None:
    saved: list[Bundle] = []
    train(corpus, Settings(), lambda: 1.0, lambda _: None, TrainingCallbacks(save=saved.append))
    assert saved


def test_a_prior_that_had_no_time_to_learn_replaces_none(corpus: Corpus, model: Bundle) -> None:
    with pytest.raises(TrainingError, match="more minutes"):
        train_prior(model, corpus, lambda: 1.0, lambda _: None)


def test_the_prior_beats_the_frequencies_of_codes_on_recordings_it_never_heard() -> None:
    # Twelve recordings that walk up and down one scale of codes, from places and at paces of their own.
    generator = torch.Generator().manual_seed(0)
    codes: list[torch.Tensor] = []
    for number in range(12):
        walk = torch.arange(number, number + 60).repeat_interleave(2 + number % 3) % 30
        codes.append(torch.stack([walk, (walk * 7 + 3) % 30, torch.randint(30, walk.shape, generator=generator)]))
    learnt, judge = prior_training.held_out(codes)
    assert len(judge) == 2
    config = prior_training.PriorConfig(levels=3, codebook_size=30, width=48, head=24)
    untrained = prior_training.untrained(learnt, config, seed=0)
    before = prior_training.perplexity(untrained, judge)
    training = prior_training.PriorTraining(untrained, codes, seed=0, device="cpu")
    for _ in range(200):
        training.update(0.0)
    prior = training.prior
    after = prior_training.perplexity(prior, judge)
    assert after[0] < before[0] / 1.5
    assert after[1] < 1.5  # level 1 says what level 2 is
    assert after[2] < 36  # chance cannot be learnt, and must not be made up


def test_five_files_of_one_second_are_enough(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    recordings = tuple(
        Recording(tmp_path / f"{n}.wav", random.normal(0, 0.1, (48_000, 1)).astype(np.float32)) for n in range(5)
    )
    files = tuple(FileReport(r.path, used=True, seconds=1.0, reason="") for r in recordings)
    model = train(Corpus(tmp_path, files, recordings), Settings(), lambda: 1.0, lambda _: None)
    assert model.codec.config.codebook_size == 64


@pytest.mark.parametrize(("files", "size"), [(1, 64), (5, 64), (20, 64), (21, 128), (100, 128), (101, 256), (500, 256)])
def test_the_codebook_grows_with_the_corpus(files: int, size: int) -> None:
    assert pca_init.codebook_size(files) == size
