"""Choice of the device that a training runs on, tested by a small update."""

import os
import re
from collections.abc import Callable

import torch

from distill.errors import TrainingError

KNOWN = re.compile(r"cpu|mps|cuda(:\d{1,2})?")


def usable(wanted: str, remark: Callable[[str], None]) -> str:
    """PyTorch name of the device ``wanted``: ``auto`` is a graphics card where one works, else the processor.

    ``remark`` receives a line about a card that does not work. Under torchrun each rank has a card of its own.

    Raises:
        TrainingError: it cannot be used here, or ranks would have to share it.
    """
    rank = os.environ.get("LOCAL_RANK")
    device = wanted
    if wanted == "auto":
        device = "cuda" if torch.cuda.is_available() else "cpu"
    elif not KNOWN.fullmatch(wanted):
        raise TrainingError(f"--device {wanted} cannot be used here. Take auto or cpu.")
    if device == "cuda":
        _check_ranks(torch.cuda.device_count())
        device = f"cuda:{rank or 0}"
    elif device.startswith("cuda") and int(os.environ.get("LOCAL_WORLD_SIZE", "1")) > 1:
        raise TrainingError(f"--device {device} is one card for several ranks. Take cuda: each then has its own.")
    trouble = _trouble(device)
    if not trouble:
        return device
    if wanted == "auto" and rank is None:
        remark(f"The graphics card cannot be used ({trouble}). Training on the processor instead.")
        return "cpu"
    raise TrainingError(f"--device {wanted} cannot be used here ({trouble}). Take auto or cpu.")


def _check_ranks(cards: int) -> None:
    """Check that there is a card for every rank on this machine."""
    ranks = int(os.environ.get("LOCAL_WORLD_SIZE", "1"))
    if ranks > max(1, cards):
        raise TrainingError(f"torchrun started {ranks} ranks for {cards} graphics cards: --nproc-per-node {cards}")


def _trouble(device: str) -> str:
    """Error of a small update on ``device``, in one line; empty if it succeeds."""
    try:
        weights = torch.ones(64, 64, device=device, requires_grad=True)
        with torch.autocast(torch.device(device).type, torch.bfloat16):
            loss = (weights @ weights).sum()
        loss.backward()
        # Only a value that is read back shows what went wrong on the card.
        float(torch.as_tensor(weights.grad).sum())
    except (RuntimeError, AssertionError, NotImplementedError) as error:
        return (str(error).splitlines() or [type(error).__name__])[0]
    return ""
