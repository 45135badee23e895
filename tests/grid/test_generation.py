import numpy as np

from distill.audio import Samples
from distill.bundle import Bundle
from distill.kernels.runtime import limited
from distill.kernels.sampling import SamplingOptions
from distill.offline import encode_decode, generation
from distill.offline.generation import Codes
from distill.settings import GENERATING
from live.controls import ControlEvent
from live.engine.engine import Engine


def sampling(model: Bundle) -> SamplingOptions:
    return SamplingOptions.of([1.0] * model.codec.config.levels, model.codec.config.codebook_size)


def codes(
    model: Bundle, frames: int, *seeds: int, prime: Codes | None = None, recall: float = GENERATING["recall"].default
) -> Codes:
    blocks = generation.codes(model, frames, seeds, sampling(model), prime=prime, recall=recall)
    return np.concatenate(list(blocks), axis=2)


def test_a_take_is_the_same_alone_and_among_others(model: Bundle) -> None:
    together = codes(model, 300, 4, 5, 6)
    assert np.array_equal(together[1:2], codes(model, 300, 5))
    assert not np.array_equal(together[0], together[1])


def test_a_longer_take_begins_as_the_shorter_one(model: Bundle) -> None:
    assert np.array_equal(codes(model, 600, 2)[..., :130], codes(model, 130, 2))


def test_a_take_is_what_the_engine_plays(model: Bundle) -> None:
    engine = Engine(model)
    state = engine.initial_state(seed=3)
    played: list[Codes] = []
    for _ in range(120):
        state, block = engine.step(state)
        played.append(block.codes)
    assert np.array_equal(codes(model, 120, 3)[0], np.stack(played, axis=1))


def test_recall_1_plays_nothing_but_the_recordings(model: Bundle) -> None:
    corpus = {tuple(frame) for frame in model.memory_codes.T.tolist()}
    known = [tuple(frame) in corpus for frame in codes(model, 300, 3, recall=1.0)[0].T.tolist()]
    assert all(known[20:])
    assert not all(tuple(frame) in corpus for frame in codes(model, 300, 3, recall=0.0)[0].T.tolist())


def test_sound_in_blocks_is_the_whole(model: Bundle) -> None:
    grid = codes(model, 300, 1, 2)
    whole = limited(model.codec.decode(grid))
    blocks = list(generation.sound(model, iter(np.split(grid, range(77, 300, 77), axis=2))))
    for take in range(2):
        np.testing.assert_array_equal(np.concatenate([block[take] for block in blocks]).T, whole[take])


def test_a_prime_is_gone_on_from(model: Bundle, sounds: dict[str, Samples]) -> None:
    heard = encode_decode.encode(model.codec, sounds["pluck-3.wav"]).codes[:, :80]
    primed = codes(model, 50, 1, prime=heard)
    assert not np.array_equal(primed, codes(model, 50, 1))
    whole = limited(model.codec.decode(np.concatenate([heard[None], primed], axis=2)))
    (block,) = generation.sound(model, iter([primed]), heard)
    np.testing.assert_array_equal(block[0].T, whole[0, :, 80 * 480 :])


def test_the_engine_heeds_max_quote_and_temperatures_of_levels(model: Bundle) -> None:
    engine = Engine(model)
    events = [ControlEvent("max_quote", 0.05), ControlEvent("temperature", 0.0), ControlEvent("temperature/2", 2.0)]
    state, _ = engine.step(engine.initial_state(), events)
    for _ in range(200):
        state, _ = engine.step(state)
        assert state.prior.match_lengths.max() <= 5
    assert state.knobs.temperatures == (0.0,) * model.codec.config.levels
