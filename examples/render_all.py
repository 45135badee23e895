"""Render every performance of a folder to FLAC: ``python examples/render_all.py takes sounds``."""

import sys
from pathlib import Path

import distill
from distill import audio
from live.session import journal
from live.session.render import render

takes, sounds = Path(sys.argv[1]), Path(sys.argv[2])
sounds.mkdir(exist_ok=True)
for log in sorted(takes.glob("*.jsonl")):
    performance = journal.read(log)
    place = performance.header.find_model(takes)
    model = distill.load(place)
    sound = sounds / f"{log.stem}.flac"
    with audio.writing(sound, channels=model.channels) as write:
        for block in render(model.parts, performance, place):
            write(block.samples)
    print(f"{log.name}: {performance.frames / model.frame_rate:.1f} s in {sound}")
