"""Second decks of an engine: models that are ready for them, and what they add to a frame."""

from collections.abc import Mapping, Sequence

import numpy as np

from distill.bundle import Bundle
from distill.errors import DistillError
from distill.grid.grid import EMPTY, CodeGrid
from distill.kernels.frame import Mix
from live.engine.code_source import column
from live.engine.second_deck import SecondDeck
from live.engine.state import DeckModel, EngineState

MOST_DECK_MODELS = 4
"""Models kept in memory for the second deck; another replaces the one added first."""
MORPH_FIELDS = ("sample_rate", "hop", "window", "low", "channels")
"""Fields of ``CodecConfig`` in which two codecs must agree to morph."""
Deck = CodeGrid | DeckModel | None


class SecondDecks:
    """Second decks beside one model."""

    def __init__(self, model: Bundle) -> None:
        self._model = model
        self._ready: Mapping[str, SecondDeck] = {}

    def add(self, model: Bundle) -> None:
        """Prepare a model. Takes a while; may be called from any thread while frames are made.

        Raises:
            DistillError: the codecs differ in a field of ``MORPH_FIELDS``.
        """
        ours, theirs = self._model.codec.config, model.codec.config
        for name in MORPH_FIELDS:
            one, other = getattr(ours, name), getattr(theirs, name)
            if one != other:
                raise DistillError(
                    f"A model with {name} {other} cannot play beside one with {one}. Train one that is alike."
                )
        second_deck = SecondDeck(model)
        kept = [(name, other) for name, other in self._ready.items() if name != model.fingerprint]
        self._ready = {**dict(kept[1 - MOST_DECK_MODELS :]), model.fingerprint: second_deck}

    def has(self, fingerprint: str) -> bool:
        """True if the model with that fingerprint is ready."""
        return fingerprint in self._ready

    def initial_state(self, fingerprint: str, primary: EngineState) -> DeckModel | None:
        """State of the ready model with that fingerprint, beside the state ``primary``; ``None`` without one."""
        return self._ready[fingerprint].initial_state(primary) if fingerprint else None

    def mixed(self, states: Sequence[EngineState], mix: Mix) -> tuple[Mix, list[Deck]]:
        """``mix`` of the next frame of ``states`` with their second decks, and the decks after it."""
        decks = [state.deck for state in states]
        if all(deck is None for deck in decks):
            return mix, decks
        mix = mix._replace(
            deck_codes=mix.deck_codes.copy(), deck_shares=mix.deck_shares.copy(), features=mix.features.copy(),
            feature_share=np.array([state.controls["morph"] for state in states], np.float32),
        )  # fmt: skip
        return mix, [self._add_deck(state, row, mix) for row, state in enumerate(states)]

    def _add_deck(self, state: EngineState, row: int, mix: Mix) -> Deck:
        """Write what is on the second deck to the ``row`` of ``mix``; returns the deck after the frame."""
        deck = state.deck
        if isinstance(deck, DeckModel):
            second_deck = self._of(deck.model)
            after = second_deck.choose(deck.state, state)
            if state.controls["morph"]:
                mix.features[row : row + 1], after = second_deck.decode_features(after)
            return DeckModel(deck.model, after)
        mix.feature_share[row] = 0
        if deck is not None and state.knobs.morph is not None:
            codes = deck.codes[:, column(state, self._model.codec.config.frame_rate)]
            mix.deck_shares[row] = np.where(codes == EMPTY, np.float32(0), state.knobs.morph)
            mix.deck_codes[row] = codes.clip(min=0)
        return deck

    def _of(self, model: Bundle) -> SecondDeck:
        """Second deck of ``model``, prepared again if it was dropped."""
        if not self.has(model.fingerprint):
            self.add(model)
        return self._ready[model.fingerprint]
