"""How soon a change is heard after the frame that obeys it, by synthesis window: 10, 50 and 90 % of its way.

    python tests/benchmarks/felt.py [MODEL] [--synthesis-window 2048 1440 960] [--seeds 96]

The time from the first sample of that frame, without sound card and buffer. Weights of MODEL, or of the starter, are
played with each synthesis window, in samples, as they are. Codes are held; amplitudes are compared with those of the
same sound without the change, over all seeds that are loud enough.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
import record
from changes import changes, milliseconds, progress, with_synthesis_window

from distill import bundle
from distill.bundle import Bundle
from live.engine.engine import Engine

SHARES = (0.1, 0.5, 0.9)


def main() -> None:
    parser = record.parser(__doc__)
    parser.add_argument("model", nargs="?", type=Path, default=bundle.STARTER)
    parser.add_argument("--synthesis-window", type=int, nargs="+", default=[2048, 1440, 960])
    parser.add_argument("--seeds", type=int, default=96)
    arguments = parser.parse_args()
    model = bundle.load(bundle.find(arguments.model))
    record.report("felt", rows(model, arguments.synthesis_window, range(arguments.seeds)), arguments)


def rows(model: Bundle, lengths: list[int], seeds: range) -> Iterator[tuple[str, record.Figures]]:
    for length in lengths:
        played = with_synthesis_window(model, length)
        engine = Engine(played)
        for name, said in changes(played.codec.config.levels).items():
            done = progress(engine, *said, seeds)
            yield f"{length}: {name}", {f"{share:.0%} ms": milliseconds(played, done, share) for share in SHARES}


if __name__ == "__main__":
    main()
