"""What is heard of a codec, group by group, beside Opus: roughness, ViSQOL and Zimtohrli in one table.

    python tests/benchmarks/heard.py MODEL [FOLDER] [--opus 6 12 24 48] [--synthesis-window N] [--track | --no-track]
        [--seconds 12]

Of each subfolder of FOLDER the sorted list of recordings is taken, three seconds of each, up to twelve seconds of a
group: through the codes of MODEL, from true magnitudes (the best that codes can do), and through Opus, in mono. ViSQOL
(Chinen et al. 2020, audio mode, 1 to 5, higher is better) and Zimtohrli (Alakuijala et al. 2025, 0 and up, lower is
better) are those of the group's sound in one piece; roughness is the median over partials that are steady in the
recordings (``metrics.roughness``), the recordings' own first. Needs ``pip install 'distill[perception]'``, and ffmpeg
with libopus for Opus.
"""

import argparse
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
import numpy as np
import record
from changes import with_codec
from resynthesis import resynthesised
from visqol import VisqolApi  # pyright: ignore[reportMissingImports]
from zimtohrli import Pyohrli  # pyright: ignore[reportMissingImports]

from distill import bundle, metrics
from distill.audio import SAMPLE_RATE
from distill.data import corpus
from distill.evaluation.report import median_roughness
from distill.kernels.runtime import CodecRuntime
from distill.metrics import Floats
from distill.offline import encode_decode

EACH = 3
"""Seconds of a recording."""
Coder = Callable[[Floats], Floats]
"""Samples [time] to as many samples [time]."""


def groups(folder: Path, seconds: float) -> dict[str, list[Floats]]:
    """Samples [time] of some recordings of each subfolder."""
    found: dict[str, list[Floats]] = {}
    for recording in sorted(corpus.load(folder).recordings, key=lambda r: r.path):
        group = found.setdefault(recording.path.parent.name, [])
        left = round(seconds * SAMPLE_RATE) - sum(map(len, group))
        if left > 0:
            group.append(recording.samples[: min(EACH * SAMPLE_RATE, left), 0])
    return found


def through_codes(codec: CodecRuntime) -> Coder:
    def coder(samples: Floats) -> Floats:
        mono = np.repeat(samples[:, None], codec.config.channels, axis=1)
        return encode_decode.decode(codec, encode_decode.encode(codec, mono), len(samples)).mean(1)

    return coder


def through_opus(kilobits: int) -> Coder:
    def coder(samples: Floats) -> Floats:
        plain, rate = ("-f", "f32le", "-ar", str(SAMPLE_RATE), "-ac", "1"), ("-c:a", "libopus", "-b:a", f"{kilobits}k")
        coded = _ffmpeg(*plain, "-i", "-", *rate, "-f", "ogg", "-", given=samples.tobytes())
        decoded = np.frombuffer(_ffmpeg("-i", "-", *plain, "-", given=coded), np.float32)
        return np.pad(decoded, (0, max(0, len(samples) - len(decoded))))[: len(samples)]

    return coder


def _ffmpeg(*arguments: str, given: bytes) -> bytes:
    command = ["ffmpeg", "-hide_banner", "-loglevel", "error", *arguments]
    return subprocess.run(command, input=given, check=True, capture_output=True).stdout


def main() -> None:
    parser = record.parser(__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--opus", type=int, nargs="*", default=[6, 12, 24, 48], help="kbit/s")
    parser.add_argument("--seconds", type=float, default=12, help="of a group")
    parser.add_argument("--synthesis-window", type=int, help="samples that a frame sounds for; by default the model's")
    parser.add_argument("--track", action=argparse.BooleanOptionalAction, help="hold partials; by default the model's")
    arguments = parser.parse_args()
    model = bundle.load(bundle.find(arguments.model))
    wanted = {"synthesis_window": arguments.synthesis_window, "track_partials": arguments.track}
    codec = with_codec(model, **{name: value for name, value in wanted.items() if value is not None}).codec
    coders: dict[str, Coder] = {
        "codes": through_codes(codec),
        "true magnitudes": lambda samples: resynthesised(codec.config, samples[:, None])[:, 0],
        **{f"Opus {kilobits}": through_opus(kilobits) for kilobits in arguments.opus},
    }
    sounds = groups(arguments.folder or record.built_in_sounds(), arguments.seconds)
    record.report("heard", rows(sounds, coders), arguments)


def rows(sounds: dict[str, list[Floats]], coders: dict[str, Coder]) -> Iterator[tuple[str, record.Figures]]:
    visqol, zimtohrli = VisqolApi(), Pyohrli()
    visqol.create(mode="audio")
    for group, recordings in sounds.items():
        whole = np.concatenate(recordings)
        for name, coder in coders.items():
            decoded = [coder(samples) for samples in recordings]
            heard = np.concatenate(decoded)
            pairs = zip(recordings, decoded, strict=True)
            rough = median_roughness(np.concatenate([metrics.roughness(*pair) for pair in pairs]))
            yield (
                f"{group}, {name}",
                {
                    "visqol": visqol.measure_from_arrays(whole, heard, SAMPLE_RATE).moslqo,
                    "zimtohrli": zimtohrli.distance(whole, heard),
                    **({"recorded dB": rough.recorded, "roughness dB": rough.decoded} if rough else {}),
                },
            )


if __name__ == "__main__":
    main()
