"""Another model beside an engine's own: what it would make sound, at the same place and under the same hands."""

from dataclasses import replace

import torch
from torch import Tensor

from distill.bundle import Bundle
from distill.model.torchscript import scripted_decode_features
from live.controls import Vocabulary
from live.engine.batching import opened
from live.engine.code_source import Chooser
from live.engine.state import EngineState, Guest, Knobs


class Companion:
    """A model that is read and ready for the second deck.

    It plays a grid of its own, with the controls, the playhead, the loop and the chance of the engine that it is
    beside: what it would play alone, from the same seed. Levels are the same by their numbers; those that the engine's
    model does not have stand at their defaults.
    """

    def __init__(self, model: Bundle) -> None:
        self.model = model
        self._defaults = Vocabulary(model.codec.config.levels).defaults()
        self._chooser = Chooser(model)
        self._sounding = scripted_decode_features(model.codec)

    def begin(self, lead: EngineState) -> Guest:
        """It, before its first frame, beside an engine in the state ``lead``."""
        return Guest(self.model, EngineState.blank(self.model, {**self._defaults, **lead.controls}))

    def follow(self, state: EngineState, lead: EngineState) -> EngineState:
        """The state after its codes are chosen for the frame that ``lead`` is about to choose its own for."""
        if state.knobs.controls is not lead.controls:
            controls = {**self._defaults, **lead.controls}
            knobs = replace(Knobs.of(controls, self.model.codec.config), controls=lead.controls)
            state = state.but(controls=controls, knobs=knobs)
        state = state.but(playhead=lead.playhead, loop_start=lead.loop_start, draw=lead.draw)
        return self._chooser.choose([state])[0]

    def sounding(self, state: EngineState) -> tuple[Tensor, EngineState]:
        """Features [batch, frame, feature] of the frame that was chosen, and the state after it."""
        weights = opened((state.knobs,), 1)
        if not state.controls["play"] or state.codes is None:
            codes, weights = torch.zeros(weights.shape, dtype=torch.long), torch.zeros_like(weights)
        else:
            codes = state.codes[..., None]
        features, past = self._sounding(codes, weights, dict(state.decoder))
        return features, state.but(decoder=past)
