"""Encode a recording, edit its grid of codes and decode it: ``python examples/edit_a_grid.py hum.wav edited.wav``."""

import sys

import soundfile

import distill

model = distill.load("starter")
grid = model.encode(sys.argv[1])
print(f"{grid.levels} levels, {grid.frames} frames; the first codes of Structure: {grid.codes[0, :10].tolist()}")

# Each edit gives another grid.
first_half = grid.region(frame=0, frames=grid.frames // 2)
edited = grid.shift(first_half, by=10)
edited = edited.clear(edited.region(level=3))

soundfile.write(sys.argv[2], model.decode(edited), 48_000)
