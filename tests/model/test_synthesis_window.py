"""The synthesis window: what a frame sounds for, told by the configuration, and as old files mean it."""

import json
from pathlib import Path

import numpy as np
import pytest
from changes import changes, milliseconds, progress, with_synthesis_window
from pydantic import ValidationError

from distill import bundle, library
from distill.bundle import Bundle
from distill.hyperparameters import CodecConfig
from distill.io import model_header
from distill.training.run import Settings
from live.engine.engine import Engine


@pytest.fixture(scope="module")
def starter() -> Bundle:
    return bundle.load(library.EARLIER_STARTER)


def codec_in(path: Path) -> dict[str, int]:
    return json.loads(model_header.read(path).texts["codec"])


def test_a_model_that_says_nothing_of_it_is_as_it_was(starter: Bundle, tmp_path: Path) -> None:
    assert "synthesis_window" not in codec_in(library.EARLIER_STARTER)
    config = starter.codec.config
    assert (config.synthesis_window, config.synthesis_length, config.lead) == (None, 2048, 0)
    assert config.latency == 1024 + 2048 - 480
    bundle.save(starter, tmp_path / "again.distill")
    assert codec_in(tmp_path / "again.distill") == codec_in(library.EARLIER_STARTER)
    assert bundle.load(tmp_path / "again.distill").fingerprint == starter.fingerprint


def test_a_model_keeps_it(starter: Bundle, tmp_path: Path) -> None:
    short = with_synthesis_window(starter, 960)
    assert short.fingerprint != starter.fingerprint
    bundle.save(short, tmp_path / "short.distill")
    assert codec_in(tmp_path / "short.distill")["synthesis_window"] == 960
    again = bundle.load(tmp_path / "short.distill")
    assert again.codec.config == short.codec.config
    codes = np.zeros((1, 4, 10), np.int64)
    assert np.array_equal(again.codec.decode(codes), short.codec.decode(codes))


def test_as_wide_as_the_window_is_what_is_meant_without_it(starter: Bundle) -> None:
    assert CodecConfig(synthesis_window=2048) == CodecConfig()
    assert with_synthesis_window(starter, 2048).fingerprint == starter.fingerprint


@pytest.mark.parametrize("length", [-960, 0, 2, 480, 961, 2050])
def test_one_that_does_not_fit_is_refused(length: int) -> None:
    with pytest.raises(ValidationError):
        CodecConfig(synthesis_window=length)


def test_a_training_may_choose_it() -> None:
    assert Settings(synthesis_window=960).codec_config(3).latency == 1024 + 1504 - 480
    assert Settings().codec_config(3).synthesis_window == 1440
    assert Settings(synthesis_window=2048).codec_config(3).synthesis_window is None
    with pytest.raises(ValidationError):
        Settings(synthesis_window=480)


@pytest.mark.parametrize("length", [1440, 960])
def test_levels_that_open_are_half_heard_sooner(starter: Bundle, length: int) -> None:
    """It was after 17.2 ms with 2048 samples, 10.8 with 1440 and 5.4 with 960 (``tests/benchmarks/felt.py``)."""
    usual, sooner = (
        milliseconds(model, progress(Engine(model), *changes(4)["opening all levels"], range(16)), 0.5)
        for model in (starter, with_synthesis_window(starter, length))
    )
    centre = (length - starter.codec.config.hop) / 2 / 48
    assert centre - 1 < sooner < centre + 2
    assert usual - sooner > 0.8 * (2048 - length) / 2 / 48
