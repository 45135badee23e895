"""Run by torchrun in test_ranks: each rank trains with the others and says which codec it ends with."""

import sys
from pathlib import Path

import numpy as np
import torch

from distill.data import corpus
from distill.training import distributed
from distill.training.modules import modules_of
from distill.training.run import Settings, train

UPDATES = 24

if __name__ == "__main__":
    folder, output = map(Path, sys.argv[1:])
    spent = iter(np.linspace(0, 1, UPDATES + 1))
    with distributed.process_group("cpu"):
        sounds = corpus.load(folder)
        model = train(sounds, Settings(preset="fast"), lambda: float(next(spent, 1.0)), lambda _: None)
        torch.save(modules_of(model)[0].state_dict(), output / f"rank-{distributed.rank()}.pt")
