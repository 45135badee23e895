"""Model on the second deck: it plays along with the engine's own model, with the same controls and playhead."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from distill.bundle import Bundle
from live.controls import Vocabulary
from live.engine.code_source import advanced, controls_of, position_of
from live.engine.frame_inputs import joined, level_gains
from live.engine.state import DeckModel, EngineState, Knobs


class SecondDeck:
    """A loaded model, ready for the second deck.

    It has a grid of its own, and the controls, playhead, loop and random numbers of the primary state: it plays what
    it would play alone from the same seed. Controls of levels that the primary model lacks have their defaults.
    """

    def __init__(self, model: Bundle) -> None:
        self.model = model
        self._defaults = Vocabulary(model.codec.config.levels).defaults()
        # Kernels are loaded before the first frame: it takes longer than a frame lasts.
        state = EngineState.blank(model, self._defaults)
        self.decode_features(self.choose(state, state))

    def initial_state(self, primary: EngineState) -> DeckModel:
        """State of the second deck before its first frame, beside the state ``primary``."""
        return DeckModel(self.model, EngineState.blank(self.model, {**self._defaults, **primary.controls}))

    def choose(self, state: EngineState, primary: EngineState) -> EngineState:
        """Choose codes for the frame after ``primary``, the primary state before that frame; returns the state."""
        if state.knobs.controls is not primary.controls:
            controls = {**self._defaults, **primary.controls}
            knobs = replace(Knobs.of(controls, self.model.codec.config), controls=primary.controls)
            state = state.replace(controls=controls, knobs=knobs)
        state = state.replace(playhead=primary.playhead, loop_start=primary.loop_start, draw=primary.draw)
        controls, position = controls_of([state], self.model.codec.config.frame_rate), position_of([state])
        prior = joined([state.prior])
        self.model.prior.advance(controls, position, prior)
        return advanced(state, position, 0, prior)

    def decode_features(self, state: EngineState) -> tuple[NDArray[np.float32], EngineState]:
        """Decode the chosen codes to features [stream, feature]; returns them and the state."""
        gains = level_gains((state.knobs,))
        codes = state.codes
        if not state.controls["play"] or codes is None:
            codes, gains = np.zeros(gains.shape, np.int64), np.zeros_like(gains)
        features, past = self.model.codec.decode_features(codes, gains, state.decoder.past)
        return features, state.replace(decoder=state.decoder._replace(past=past))
