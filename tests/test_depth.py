"""How much sound is rendered ahead follows what the machine does."""

from hypothesis import given
from hypothesis import strategies as st

from live.audio.overload import BUFFER_CALM_FRAMES, Depth

USUAL, STEP, LONGEST = 600, 240, 1500


def calm(depth: Depth, frames: int = BUFFER_CALM_FRAMES) -> int:
    for _ in range(frames):
        depth.stay()
    return depth.samples


def test_a_stall_makes_it_deeper_and_calm_takes_that_back() -> None:
    depth = Depth(USUAL, STEP, LONGEST)
    depth.deepen()
    depth.deepen()
    assert depth.samples == USUAL + 2 * STEP
    assert calm(depth, BUFFER_CALM_FRAMES - 1) == USUAL + 2 * STEP
    assert calm(depth, 1) == USUAL + STEP
    assert calm(depth) == USUAL
    assert calm(depth) == USUAL


def test_what_was_too_soon_is_tried_half_as_often() -> None:
    depth = Depth(USUAL, STEP, LONGEST)
    depth.deepen()
    assert calm(depth) == USUAL
    depth.deepen()
    assert calm(depth) == USUAL + STEP
    assert calm(depth) == USUAL


@given(st.lists(st.one_of(st.none(), st.integers(1, 3 * BUFFER_CALM_FRAMES)), max_size=30))
def test_it_stays_between_what_is_usual_and_the_longest(lives: list[int | None]) -> None:
    depth = Depth(USUAL, STEP, LONGEST)
    for frames in lives:
        if frames is None:
            depth.deepen()
        else:
            calm(depth, frames)
        assert USUAL <= depth.samples <= LONGEST
