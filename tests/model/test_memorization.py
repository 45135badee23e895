from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from distill.audio import Samples
from distill.bundle import Bundle
from distill.card import Memorization
from distill.data.corpus import Corpus, FileReport, Recording
from distill.evaluation import memorization
from distill.kernels.sampling import SamplingOptions
from distill.offline import generation
from distill.training.run import Settings, train, train_prior

RATE = 100.0
Row = NDArray[np.int64]
"""Codes [frame] of one level."""
rows = st.lists(st.integers(0, 3), min_size=1, max_size=40)


def longest_run(played: list[int], recordings: list[list[int]]) -> int:
    """The longest stretch of ``played`` that is in one of ``recordings``, by trying them all."""
    texts = ["".join(map(str, r)) for r in recordings]
    text = "".join(map(str, played))
    stretches = (text[i:j] for i in range(len(text)) for j in range(i + 1, len(text) + 1))
    return max((len(s) for s in stretches if any(s in t for t in texts)), default=0)


@settings(deadline=None, max_examples=60)
@given(rows, st.lists(rows, min_size=1, max_size=3))
def test_the_longest_run_is_the_longest_common_stretch(played: list[int], recordings: list[list[int]]) -> None:
    memory = memorization.corpus_codes([np.array([r]) for r in recordings])[0]
    report = memorization.memorization(np.array(played), memory, RATE)
    assert report.longest_seconds == round(longest_run(played, recordings) / RATE, 2)


def test_quotations_are_counted_from_a_second_on() -> None:
    recording = np.arange(500) % 97 + np.arange(500) // 97
    memory = memorization.corpus_codes([recording[None]])[0]
    strange = np.full((100,), 700)
    played = np.concatenate([strange, recording[50:200], strange, recording[300:350]])
    report = memorization.memorization(played, memory, RATE)
    assert report.longest_seconds == 1.5
    assert report.quoted == round(150 / 400, 3)


def test_the_verdict_is_in_plain_words() -> None:
    assert "remembers" in Memorization(longest_seconds=9, quoted=0.9).verdict
    assert "remembers" not in Memorization(longest_seconds=9, quoted=0.9, quoted_held_out=0.85).verdict
    assert "quotes now and then" in Memorization(longest_seconds=2, quoted=0.3).verdict
    assert "plays its own" in Memorization(longest_seconds=0.4, quoted=0.0).verdict


def nearness(played: Row, recordings: list[Row], held_out: list[Row]) -> float | None:
    memory = memorization.corpus_codes([r[None] for r in recordings])[0]
    vectors = np.arange(1000, dtype=np.float32)[:, None]
    return memorization.memorization(played, memory, RATE, [h[None] for h in held_out], vectors).nearness


def test_nearness_tells_a_copy_from_something_new() -> None:
    first, second = np.arange(200), np.arange(400, 600)
    new = np.arange(200, 400) // 2 * 2
    assert nearness(first[20:150], [first, second], []) == 0
    assert nearness(second[20:150], [first, second], [new]) == 0
    assert nearness(new, [first, second], [new]) == 1
    assert nearness(np.full((100,), 40), [np.full((100,), 10), np.full((100,), 70)], []) == 0.5
    # What recordings have in common with none is not to be had from one, nor from those shorter than a window.
    assert nearness(first, [first], []) is None
    assert nearness(first, [first[:30], second[:30]], []) is None
    assert "differs from all recordings 50% as much" in Memorization(longest_seconds=1, quoted=0, nearness=0.5).verdict
    assert "remembers" in Memorization(longest_seconds=1, quoted=0, nearness=0.05).verdict


def test_max_quote_keeps_every_run_within_its_limit(model: Bundle) -> None:
    config = model.codec.config
    likeliest = SamplingOptions.of([0.0] * config.levels, config.codebook_size)

    def longest(max_quote: int | None) -> float:
        blocks = generation.codes(model, 400, (1,), likeliest, max_quote=max_quote)
        played = np.concatenate(list(blocks), axis=2)[0, 0]
        return memorization.memorization(played, model.corpus_codes, RATE).longest_seconds

    assert longest(None) > 0.08
    assert longest(8) <= 0.08
    assert longest(3) <= 0.03


@pytest.fixture(scope="module")
def five(sounds: dict[str, Samples], kept: Callable[[str, Callable[[], Bundle]], Bundle]) -> Bundle:
    """A model that has five short recordings by heart: its codec is the linear one."""
    short = {name: samples[: 5 * 12_000] for name, samples in list(sounds.items())[:5]}
    recordings = tuple(Recording(Path(name), samples) for name, samples in short.items())
    files = tuple(FileReport(r.path, used=True, seconds=1.25, reason="") for r in recordings)
    corpus = Corpus(Path("five"), files, recordings)

    def make() -> Bundle:
        linear = train(corpus, Settings(prior=False), lambda: 1.0, lambda _: None)
        spent = iter(np.linspace(0, 1, 501))
        # Of four seeds the one that learns most by heart in so short a time: the others come to 0.4 to 0.5.
        return train_prior(linear, corpus, lambda: float(next(spent)), lambda _: None, seed=3)

    return kept("five", make)


def test_a_prior_that_learnt_five_recordings_says_that_it_remembers(five: Bundle) -> None:
    report = five.card.memorization
    assert report
    assert "The prior remembers" in report.verdict
    assert "max_quote" in report.verdict
    assert report.nearness is not None
    assert report.nearness < 0.3


@pytest.mark.parametrize("max_quote", [5, 50])
def test_with_max_quote_on_it_quotes_no_longer_than_it_may(five: Bundle, max_quote: int) -> None:
    config = five.codec.config
    sampling = SamplingOptions.of([1.0] * config.levels, config.codebook_size)
    played = np.concatenate(list(generation.codes(five, 1500, (3,), sampling, max_quote=max_quote)), axis=2)[0, 0]
    assert memorization.memorization(played, five.corpus_codes, RATE).longest_seconds <= max_quote / RATE
