"""The model that comes with Distill: small, and played where no other is named."""

import os
from pathlib import Path

import numpy as np
import pytest
from system import Live, jack_server

from distill import bundle


def test_the_starter_is_small_and_was_trained_on_the_built_in_sounds() -> None:
    assert bundle.STARTER.stat().st_size <= 8 * 2**20
    card = bundle.load(bundle.STARTER).card
    assert card.corpus.files == 23
    assert all(level.used > 0.6 for level in card.health)


@pytest.mark.realtime
def test_live_needs_no_model(tmp_path: Path) -> None:
    with jack_server(f"distill-starter-{os.getpid()}") as environment:
        live = Live(environment, None, tmp_path)
        assert "Playing starter.distill" in live.greeting
        live.hear(1)
        assert np.sqrt(np.square(live.hear(2)).mean()) > 0.005
