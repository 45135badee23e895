"""How much sound is rendered ahead follows what the machine does."""

from hypothesis import given
from hypothesis import strategies as st

from live.audio.overload import BUFFER_STABLE_FRAMES, BufferSize

USUAL, STEP, LONGEST = 600, 240, 1500


def calm(depth: BufferSize, frames: int = BUFFER_STABLE_FRAMES) -> int:
    for _ in range(frames):
        depth.on_frame_in_time()
    return depth.samples


def test_a_stall_makes_it_deeper_and_calm_takes_that_back() -> None:
    depth = BufferSize(USUAL, STEP, LONGEST)
    depth.grow()
    depth.grow()
    assert depth.samples == USUAL + 2 * STEP
    assert calm(depth, BUFFER_STABLE_FRAMES - 1) == USUAL + 2 * STEP
    assert calm(depth, 1) == USUAL + STEP
    assert calm(depth) == USUAL
    assert calm(depth) == USUAL


def test_what_was_too_soon_is_tried_half_as_often() -> None:
    depth = BufferSize(USUAL, STEP, LONGEST)
    depth.grow()
    assert calm(depth) == USUAL
    depth.grow()
    assert calm(depth) == USUAL + STEP
    assert calm(depth) == USUAL


@given(st.lists(st.one_of(st.none(), st.integers(1, 3 * BUFFER_STABLE_FRAMES)), max_size=30))
def test_it_stays_between_what_is_usual_and_the_longest(lives: list[int | None]) -> None:
    depth = BufferSize(USUAL, STEP, LONGEST)
    for frames in lives:
        if frames is None:
            depth.grow()
        else:
            calm(depth, frames)
        assert USUAL <= depth.samples <= LONGEST
