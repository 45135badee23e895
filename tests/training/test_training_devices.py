"""The device of a training: a graphics card that does not work, and one for each rank."""

import os
from collections.abc import Mapping
from typing import Any

import pytest
import torch
from torch import distributed

from distill.errors import TrainingError
from distill.training import devices
from distill.training import distributed as ranks
from distill.training.devices import usable


def nobody_hears(text: str) -> None:
    raise AssertionError(text)


def no_trouble(device: str) -> str:
    del device
    return ""


def out_of_memory(device: str) -> str:
    del device
    return "out of memory"


@pytest.fixture
def cards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two graphics cards that work."""
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    monkeypatch.setattr(devices, "_trouble", no_trouble)
    for name in ("LOCAL_RANK", "LOCAL_WORLD_SIZE", "WORLD_SIZE"):
        monkeypatch.delenv(name, raising=False)


def started(monkeypatch: pytest.MonkeyPatch, rank: int, of: int) -> None:
    """As torchrun starts a rank."""
    for name, value in {"LOCAL_RANK": rank, "LOCAL_WORLD_SIZE": of, "WORLD_SIZE": of}.items():
        monkeypatch.setenv(name, str(value))


def test_a_card_that_does_not_work_is_told_and_the_processor_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    # There is no card here: what is said to be one fails as one does that has no driver, or another one.
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    monkeypatch.setattr(torch, "ones", failing_on_cards(torch.ones))
    monkeypatch.delenv("LOCAL_RANK", raising=False)
    heard: list[str] = []
    assert usable("auto", heard.append) == "cpu"
    (said,) = heard
    assert said.startswith("The graphics card cannot be used (CUDA error: no kernel image is available). Training on")
    with pytest.raises(TrainingError, match=r"--device cuda cannot be used here .CUDA error: no kernel"):
        usable("cuda", nobody_hears)


def failing_on_cards(ones: Any) -> Any:
    def fail(*size: int, device: str = "cpu", **more: Any) -> torch.Tensor:
        if device.startswith("cuda"):
            raise RuntimeError("CUDA error: no kernel image is available\nCompile with TORCH_USE_CUDA_DSA")
        return ones(*size, device=device, **more)

    return fail


def test_without_a_card_auto_is_the_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert usable("auto", nobody_hears) == usable("cpu", nobody_hears) == "cpu"


@pytest.mark.usefixtures("cards")
def test_each_rank_has_a_card_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    assert usable("auto", nobody_hears) == usable("cuda", nobody_hears) == "cuda:0"
    assert usable("cuda:1", nobody_hears) == "cuda:1"
    started(monkeypatch, rank=1, of=2)
    assert usable("auto", nobody_hears) == usable("cuda", nobody_hears) == "cuda:1"
    with pytest.raises(TrainingError, match="one card for several ranks"):
        usable("cuda:1", nobody_hears)
    started(monkeypatch, rank=2, of=3)
    with pytest.raises(TrainingError, match="3 ranks for 2 graphics cards: --nproc-per-node 2"):
        usable("auto", nobody_hears)
    # Ranks on different devices would wait for each other for ever.
    started(monkeypatch, rank=1, of=2)
    monkeypatch.setattr(devices, "_trouble", out_of_memory)
    with pytest.raises(TrainingError, match="out of memory"):
        usable("auto", nobody_hears)


@pytest.mark.parametrize(
    ("device", "backend", "chosen"), [("cpu", "cpu:gloo", []), ("cuda:1", "cpu:gloo,cuda:nccl", ["cuda:1"])]
)
def test_ranks_have_a_back_end_for_every_device_that_their_tensors_are_on(
    monkeypatch: pytest.MonkeyPatch, device: str, backend: str, chosen: list[str]
) -> None:
    begun: list[str] = []
    taken: list[str] = []
    started(monkeypatch, rank=1, of=2)
    monkeypatch.setattr(distributed, "init_process_group", begun.append)
    monkeypatch.setattr(distributed, "destroy_process_group", lambda: None)
    monkeypatch.setattr(torch.cuda, "set_device", taken.append)
    with ranks.process_group(device):
        assert (begun, taken) == ([backend], chosen)


def test_a_rank_that_is_alone_agrees_with_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    alone: Mapping[str, str] = {"RANK": "0", "WORLD_SIZE": "1", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": "0"}
    for name, value in alone.items():
        monkeypatch.setenv(name, value)
    assert os.environ["WORLD_SIZE"] == "1"
    with ranks.process_group("cpu"):
        tensor = torch.ones(3)
        ranks.all_reduce(tensor)
        assert ranks.broadcast_number(0.25) == 0.25
        assert tensor.tolist() == [1, 1, 1]
