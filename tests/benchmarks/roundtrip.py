"""How stable codes are: the share that is the same, level by level, when what was decoded is encoded again.

    python tests/benchmarks/roundtrip.py [MODEL] [FOLDER]

Without them it measures the model that comes along, on the built-in sounds.
Also how far the decoded sound is from the recording, and whether it is as long.
"""

from pathlib import Path

import numpy as np
import record

from distill import bundle, metrics
from distill.data import corpus
from distill.hyperparameters import role
from distill.offline import encode_decode


def main() -> None:
    parser = record.parser(__doc__)
    parser.add_argument("model", nargs="?", type=Path, default=Path("starter"))
    parser.add_argument("folder", nargs="?", type=Path)
    arguments = parser.parse_args()
    codec = bundle.load(bundle.find(arguments.model)).codec
    recordings = corpus.load(arguments.folder or record.built_in_sounds(), channels=codec.config.channels).recordings
    same, frames, wrong = np.zeros(codec.config.levels), 0, 0
    originals: list[np.ndarray] = []
    ends: list[np.ndarray] = []
    for recording in recordings:
        samples = np.array(recording.samples)
        grid = encode_decode.encode(codec, samples)
        decoded = encode_decode.decode(codec, grid, len(samples))
        wrong += decoded.shape != samples.shape
        same += (encode_decode.encode(codec, decoded).codes == grid.codes).sum(axis=1)
        frames += grid.frames
        originals.append(samples[:, 0])
        ends.append(decoded[:, 0])
    joined = [np.concatenate(parts) for parts in (originals, ends)]
    figures: dict[str, record.Figures] = {
        "decoded": {
            "recordings": len(recordings),
            "of another length": wrong,
            "mel distance": metrics.mel_distance(*joined),
        }
    }
    figures |= {role(level): {"share of codes the same": float(share)} for level, share in enumerate(same / frames)}
    record.report("roundtrip", figures.items(), arguments)


if __name__ == "__main__":
    main()
