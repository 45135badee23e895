"""Data-parallel training by torch.distributed: ``torchrun`` starts the ranks, these functions synchronise them.

Without torchrun, as usual, there is one rank, and none of them does anything but a step of the optimizer.
"""

import os
from collections.abc import Generator, Iterable
from contextlib import contextmanager

import torch
import torch.distributed as dist
from torch import Tensor, nn

MAX_GRADIENT_NORM = 1.0
"""Norm to which gradients are clipped."""


@contextmanager
def process_group(device: str) -> Generator[None]:
    """Join the process group that torchrun has started, if it has; each rank has ``device`` for itself.

    Tensors on the processor, as before the first update, are sent by Gloo, also where there are graphics cards.
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


def rank() -> int:
    """Number of this rank, from 0; rank 0 alone reads, saves and prints."""
    return dist.get_rank() if dist.is_initialized() else 0


def world_size() -> int:
    """Number of ranks."""
    return dist.get_world_size() if dist.is_initialized() else 1


def all_reduce(*tensors: Tensor) -> None:
    """Replace each tensor, in place, by its sum over all ranks."""
    if dist.is_initialized():
        for tensor in tensors:
            dist.all_reduce(tensor)


def broadcast(*tensors: Tensor) -> None:
    """Replace each tensor, in place, by that of rank 0."""
    if dist.is_initialized():
        for tensor in tensors:
            dist.broadcast(tensor, 0)


def broadcast_number(number: float) -> float:
    """The number that rank 0 has."""
    tensor = torch.tensor([number], dtype=torch.float64)
    broadcast(tensor)
    return tensor.item()


def optimizer_step(optimizer: torch.optim.Optimizer, loss: Tensor, parameters: Iterable[nn.Parameter]) -> None:
    """Take one step of ``optimizer`` down ``loss``, by gradients averaged over all ranks and clipped."""
    parameters = list(parameters)
    optimizer.zero_grad()
    loss.backward()
    _average_gradients(parameters)
    nn.utils.clip_grad_norm_(parameters, MAX_GRADIENT_NORM)
    optimizer.step()


def _average_gradients(parameters: Iterable[nn.Parameter]) -> None:
    """Replace every gradient by its mean over all ranks."""
    if not dist.is_initialized():
        return
    gradients = [p.grad for p in parameters if p.grad is not None]
    flat = torch.cat([g.flatten() for g in gradients])
    dist.all_reduce(flat)
    flat /= dist.get_world_size()
    for gradient, mean in zip(gradients, flat.split([g.numel() for g in gradients]), strict=True):
        gradient.copy_(mean.view_as(gradient))
