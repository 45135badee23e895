import torch

from distill import threads


def test_inside_there_is_one_thread_and_numbers_too_small_to_hear_are_zero() -> None:
    tiny = torch.full((8,), 1e-39)
    with threads.single():
        assert torch.get_num_threads() == 1
        assert not (tiny * 1.5).any()
    assert (tiny * 1.5).all()
