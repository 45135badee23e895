"""How stable codes are: the share that is the same, level by level, when what was decoded is encoded again.

    python tests/benchmarks/roundtrip.py MODEL FOLDER

Also how far the decoded sound is from the recording, and whether it is as long.
"""

import argparse
from pathlib import Path

import numpy as np
import torch

from distill import bundle, metrics
from distill.data import corpus
from distill.model.codec import role
from distill.offline import encode_decode


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    codec = bundle.load(bundle.find(arguments.model)).codec
    recordings = corpus.load(arguments.folder, channels=codec.config.channels).recordings
    same, frames, wrong = torch.zeros(codec.config.levels), 0, 0
    originals: list[np.ndarray] = []
    ends: list[np.ndarray] = []
    for recording in recordings:
        samples = np.array(recording.samples)
        grid = encode_decode.encode(codec, samples)
        decoded = encode_decode.decode(codec, grid, len(samples))
        wrong += decoded.shape != samples.shape
        same += (encode_decode.encode(codec, decoded).codes == grid.codes).sum(dim=1)
        frames += grid.frames
        originals.append(samples[:, 0])
        ends.append(decoded[:, 0])
    joined = [torch.from_numpy(np.concatenate(parts)) for parts in (originals, ends)]
    print(f"{len(recordings)} recordings, {wrong} of another length; mel {metrics.mel_distance(*joined):.3f}")
    for level, share in enumerate(same / frames):
        print(f"{role(level):<10} {share:5.1%} of codes the same")


if __name__ == "__main__":
    main()
