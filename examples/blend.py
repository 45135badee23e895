"""Go from one recording to another, code by code: ``python examples/blend.py one.wav other.wav between.wav``."""

import sys

import numpy as np
import soundfile

import distill
from distill.offline import blend

model = distill.load("starter")
first, second = model.encode(sys.argv[1]), model.encode(sys.argv[2])
frames = min(first.frames, second.frames)
ratio = np.tile(blend.curve([0, 1], frames), (first.levels, 1))  # [level, frame]: 0 is the first, 1 the second
samples = blend.decode(model.parts.codec, first, second, ratio, frames * 480 - model.latency)
soundfile.write(sys.argv[3], samples, 48_000)
print(f"{frames} frames from {sys.argv[1]} to {sys.argv[2]}")
