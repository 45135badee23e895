import math

import numpy as np
import pytest
from numpy.typing import NDArray

from distill import metrics
from distill.audio import Samples
from distill.bundle import Bundle
from distill.card import grade, meaning
from distill.data.corpus import Corpus
from distill.evaluation.codebook_usage import level_usage
from distill.evaluation.report import evaluate


def noise(seconds: float = 1.0) -> NDArray[np.float32]:
    return 0.1 * np.random.default_rng(2).standard_normal(int(seconds * 48_000), np.float32)


def sine(seconds: float) -> NDArray[np.float32]:
    return np.sin(2 * math.pi * 440 * np.arange(int(seconds * 48_000)) / 48_000).astype(np.float32)


@pytest.mark.parametrize("distance", [metrics.stft_distance, metrics.mel_distance])
def test_distances_are_zero_for_equals_and_a_gain_in_decades(distance: object) -> None:
    assert callable(distance)
    assert distance(noise(), noise()) == 0
    assert distance(noise(), noise() / 10) == pytest.approx(1, abs=0.02)


def test_tonality_error_hears_a_tone_become_noise_and_no_mere_gain() -> None:
    tone = sine(1)
    assert metrics.tonality_error(tone, tone * np.float32(0.5)) == pytest.approx(0, abs=1e-3)
    assert metrics.tonality_error(tone, noise()) > 1


def test_pre_echo_is_the_power_before_the_attack() -> None:
    click = np.zeros(48_000, np.float32)
    click[metrics.ONSET_SILENCE : metrics.ONSET_SILENCE + 960] = 0.5
    smeared = click.copy()
    smeared[metrics.ONSET_SILENCE - 960 : metrics.ONSET_SILENCE] = 0.05
    assert metrics.pre_echo(click, smeared) == pytest.approx(-20, abs=0.1)
    assert metrics.pre_echo(click, click) < -100


@pytest.mark.parametrize(("depth", "decibels"), [(0.1, -23.0), (0.02, -37.0)])
def test_roughness_is_the_power_of_sidebands(depth: float, decibels: float) -> None:
    """Amplitudes that waver by a share m, or phases by m radians, have two sidebands, each of the power m² / 4."""
    turns = 2 * math.pi * np.arange(2 * 48_000) / 48_000
    wavering, clean = depth * np.sin(25 * turns), np.sin(440 * turns)
    for rough in ((1 + wavering) * clean, np.sin(440 * turns + wavering)):
        ((recorded, decoded),) = metrics.roughness(clean.astype(np.float32), rough.astype(np.float32))
        assert recorded < -80
        assert decoded == pytest.approx(decibels, abs=0.2)


def test_roughness_is_that_of_partials_which_are_steady_in_the_recording() -> None:
    tone = sine(2)
    for recording in (noise(2), tone[:47_999], np.zeros_like(tone)):
        assert metrics.roughness(recording, tone).shape == (0, 2)
    ((recorded, decoded),) = metrics.roughness(*(np.concatenate([noise(1), x]) for x in (tone, tone * np.float32(0.5))))
    assert decoded == pytest.approx(recorded)


def test_mmd_is_near_zero_for_the_same_kind_and_grows_with_the_difference() -> None:
    first, second, third = np.random.default_rng(0).standard_normal((3, 300, 4), np.float32)
    shifts = np.float32(0.5), np.float32(2)
    same, near, far = (metrics.mmd(first, other, 2.0) for other in (second, *(third + shift for shift in shifts)))
    assert abs(same) < 0.005
    assert 0.01 < near < far / 4


def test_timbres_tell_noise_from_a_tone_and_not_its_beginning_from_its_end() -> None:
    tone = sine(4)
    timbres = metrics.timbres(np.concatenate([tone, noise(4)]))
    assert timbres.shape[1] == 2 * metrics.MEL_BANDS
    apart = np.linalg.norm(timbres[:, None] - timbres, axis=-1)
    assert apart[1, 4] < apart[1, -1] / 5
    assert apart[-5, -2] < apart[1, -2] / 5


def test_mel_bands_are_triangles_that_sum_to_one() -> None:
    bands = metrics.mel_bands(2048, 80)
    assert bands.shape == (80, 1025)
    assert np.allclose(bands.sum(1), 1)
    assert (np.diff(bands.argmax(1)) >= 0).all()


def test_health_counts_used_dead_and_effective_codes() -> None:
    codes = np.array([[0, 1, 2, 3] * 5, [7] * 20])
    first, second = level_usage(codes, 8)
    assert (first.used, first.dead, round(first.perplexity, 3)) == (0.5, 4, 4.0)
    assert first.warning == ""
    assert (second.used, second.dead, round(second.perplexity, 3)) == (0.125, 7, 1.0)
    assert "Timbre uses only 12%" in second.warning
    assert (first.counts, second.counts) == ((5, 5, 5, 5, 0, 0, 0, 0), (0, 0, 0, 0, 0, 0, 0, 20))


@pytest.mark.parametrize(
    ("used", "colour", "words"), [(0.6, "green", "a good share"), (0.3, "yellow", "More"), (0.29, "red", "only")]
)
def test_health_is_a_colour_and_a_sentence(used: float, colour: str, words: str) -> None:
    assert grade(used) == colour
    assert words in meaning("Timbre", used)


def test_every_level_brings_a_model_nearer(model: Bundle, corpus: Corpus, sounds: dict[str, Samples]) -> None:
    heard: list[float] = []
    result = evaluate(model.codec, corpus.recordings, heard.append)
    assert result.files == len(sounds)
    assert result.seconds == pytest.approx(sum(len(s) for s in sounds.values()) / 48_000)
    distances = [prefix.stft_distance for prefix in result.prefixes]
    assert distances == sorted(distances, reverse=True)
    assert distances[-1] < 0.3
    assert heard[-1] == 1
