"""What a thread that computes sets for itself is as it was afterwards, however blocks lie in each other."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest
import torch

from distill.bundle import Bundle
from distill.training import threads
from live.session.journal import Performance
from live.session.performance_header import PerformanceHeader
from live.session.render import render


def test_inside_there_is_one_thread_and_numbers_too_small_to_hear_are_zero() -> None:
    tiny = torch.full((8,), 1e-39)
    with threads.single():
        assert torch.get_num_threads() == 1
        assert not (tiny * 1.5).any()
    assert (tiny * 1.5).all()


TINY = torch.full((8,), 1e-39)


def flushed() -> bool:
    return not (TINY * 1.5).any()


@pytest.fixture(autouse=True)
def usual() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(3)
    yield
    assert torch.get_num_threads() == 3
    assert not flushed()
    torch.set_num_threads(before)


def test_a_block_in_a_block_ends_only_itself() -> None:
    with threads.single():
        with threads.single():
            pass
        assert torch.get_num_threads() == 1
        assert flushed()


def test_blocks_that_end_in_any_order_bring_back_what_was_before() -> None:
    one, other = threads.single(), threads.single()
    with ExitStack() as first, ExitStack() as second:
        first.enter_context(one)
        second.enter_context(other)
        first.close()
        assert torch.get_num_threads() == 1
        assert flushed()


def test_a_thread_that_begins_beside_a_block_has_afterwards_what_all_have() -> None:
    counts: list[int] = []

    def work() -> None:
        with threads.single():
            pass
        counts.append(torch.get_num_threads())

    with threads.single():
        beside = threading.Thread(target=work)
        beside.start()
        beside.join()
        assert torch.get_num_threads() == 1
    assert counts == [3]


def test_a_block_that_another_thread_ends_leaves_both_as_they_were() -> None:
    left = ExitStack()

    def work() -> None:
        left.close()
        counts.append(torch.get_num_threads())
        with threads.single():
            counts.append(torch.get_num_threads())

    counts: list[int] = []
    left.enter_context(threads.single())
    beside = threading.Thread(target=work)
    beside.start()
    beside.join()
    with threads.single():
        assert flushed()
    assert counts[1] == 1


def test_who_hears_what_is_rendered_keeps_their_threads(model: Bundle) -> None:
    performance = Performance(PerformanceHeader.of(model, Path("m.distill"), 3), 4, {})
    both = zip(render(model, performance), render(model, performance), strict=True)
    for one, other in both:
        assert torch.get_num_threads() == 3
        assert not flushed()
        assert np.array_equal(one.samples, other.samples)
