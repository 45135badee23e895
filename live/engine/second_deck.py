"""Another model beside an engine's own: what it would make sound, at the same place and under the same hands."""

from dataclasses import replace

import torch
from torch import Tensor

from distill.bundle import Model
from distill.model.torchscript import scripted_sounding
from live.controls import Vocabulary
from live.engine.batching import level_gains
from live.engine.code_source import CodeSource
from live.engine.state import DeckModel, EngineState, Knobs


class SecondDeck:
    """A model that is read and ready for the second deck.

    It plays a grid of its own, with the controls, the playhead, the loop and the chance of the engine that it is
    beside: what it would play alone, from the same seed. Levels are the same by their numbers; those that the engine's
    model does not have stand at their defaults.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self._defaults = Vocabulary(model.codec.config.levels).defaults()
        self._code_source = CodeSource(model)
        self._decode_features = scripted_sounding(model.codec)

    def initial_state(self, primary: EngineState) -> DeckModel:
        """It, before its first frame, beside an engine in the state ``primary``."""
        return DeckModel(self.model, EngineState.blank(self.model, {**self._defaults, **primary.controls}))

    def choose(self, state: EngineState, primary: EngineState) -> EngineState:
        """The state after its codes are chosen for the frame that ``primary`` is about to choose its own for."""
        if state.knobs.controls is not primary.controls:
            controls = {**self._defaults, **primary.controls}
            knobs = replace(Knobs.of(controls, self.model.codec.config), controls=primary.controls)
            state = state.replace(controls=controls, knobs=knobs)
        state = state.replace(playhead=primary.playhead, loop_start=primary.loop_start, draw=primary.draw)
        return self._code_source.choose([state])[0]

    def decode_features(self, state: EngineState) -> tuple[Tensor, EngineState]:
        """Features [batch, frame, feature] of the frame that was chosen, and the state after it."""
        gains = level_gains((state.knobs,), 1)
        if not state.controls["play"] or state.codes is None:
            codes, gains = torch.zeros(gains.shape, dtype=torch.long), torch.zeros_like(gains)
        else:
            codes = state.codes[..., None]
        features, past = self._decode_features(codes, gains, dict(state.decoder))
        return features, state.replace(decoder=past)
