"""Training on several devices or machines at once: ``torchrun`` starts the ranks, these keep them in step.

With one rank, as usual, everything here does nothing.
"""

import os
from collections.abc import Generator, Iterable
from contextlib import contextmanager

import torch
import torch.distributed as dist
from torch import Tensor, nn


@contextmanager
def joined(device: str) -> Generator[None]:
    """Join the ranks that torchrun has started, if it has; each has ``device`` for itself.

    What is on the processor, as before the training's first update, goes by Gloo, also where there are graphics cards.
    """
    if "WORLD_SIZE" not in os.environ:
        yield
        return
    backend = "cpu:gloo"
    if device.startswith("cuda"):
        torch.cuda.set_device(device)
        backend = "cpu:gloo,cuda:nccl"
    dist.init_process_group(backend)
    try:
        yield
    finally:
        dist.destroy_process_group()


def number() -> int:
    """Which rank this is; the one that is 0 reads, saves and speaks."""
    return dist.get_rank() if dist.is_initialized() else 0


def count() -> int:
    """How many there are."""
    return dist.get_world_size() if dist.is_initialized() else 1


def add_up(*tensors: Tensor) -> None:
    """Make each of ``tensors`` the sum of those of all ranks."""
    if dist.is_initialized():
        for tensor in tensors:
            dist.all_reduce(tensor)


def agree(*tensors: Tensor) -> None:
    """Make each of ``tensors`` what it is on rank 0."""
    if dist.is_initialized():
        for tensor in tensors:
            dist.broadcast(tensor, 0)


def agree_on(number: float) -> float:
    """The number that rank 0 has."""
    tensor = torch.tensor([number], dtype=torch.float64)
    agree(tensor)
    return tensor.item()


def descend(optimizer: torch.optim.Optimizer, loss: Tensor, parameters: Iterable[nn.Parameter]) -> None:
    """One step of ``optimizer`` down ``loss``, by the clipped mean of the gradients of all ranks."""
    learners = list(parameters)
    optimizer.zero_grad()
    loss.backward()
    _average_gradients(learners)
    nn.utils.clip_grad_norm_(learners, 1.0)
    optimizer.step()


def _average_gradients(parameters: Iterable[nn.Parameter]) -> None:
    """Make every gradient the mean of those of all ranks."""
    if not dist.is_initialized():
        return
    gradients = [p.grad for p in parameters if p.grad is not None]
    flat = torch.cat([g.flatten() for g in gradients])
    dist.all_reduce(flat)
    flat /= dist.get_world_size()
    for gradient, mean in zip(gradients, flat.split([g.numel() for g in gradients]), strict=True):
        gradient.copy_(mean.view_as(gradient))
