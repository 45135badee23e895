"""Load the model that comes along and let it play: ``python examples/generate.py dream.wav``."""

import sys

import soundfile

import distill

model = distill.load("starter")
dream = model.generate(seconds=10, temperature=0.9, seed=7)
soundfile.write(sys.argv[1], dream, 48_000)
print(f"{len(dream) / 48_000:g} s, at most {abs(dream).max():.2f}")
