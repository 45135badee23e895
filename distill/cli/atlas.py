"""``distill atlas``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from distill.cli.coding import AsJson, ModelName
from distill.cli.say import say, say_json

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from distill.audio import Samples


def atlas(
    model: ModelName,
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder to write to; it is made.")],
    as_json: AsJson = False,
) -> None:
    """Write a picture and a WAV of every code of every level, laid out by similarity.

    Sounds are numbered by their place in the picture: 1-structure/012-code-87.wav is code 87 of level 1, the twelfth
    from the left. For example: distill atlas mine.distill -o mine-atlas
    """
    from distill import atlas as atlases
    from distill import audio, bundle, pictures, similarity
    from distill.cli.progress import bars
    from distill.cli.results import Atlas, Tile
    from distill.files import make_folder
    from distill.model.codec import role
    from distill.training import Progress

    picture = output / "atlas.png"
    make_folder(output)
    pictures.check_picture(picture)
    loaded = bundle.load(bundle.find(model))
    order = similarity.order(loaded.codec.quantizer.codebooks)
    tiles: list[Tile] = []
    spectra: list[NDArray[np.float32]] = []
    with bars() as report:
        for level, row in enumerate(order.tolist()):
            sounds = atlases.sounds(loaded.codec, level)
            spectra.append(_spectra(sounds))
            name = role(level).lower().replace(" ", "-")
            folder = output / f"{level + 1}-{name}"
            make_folder(folder)
            for place, code in enumerate(row):
                sound = folder / f"{place + 1:03}-code-{code}.wav"
                audio.write(sound, sounds[code], subtype="PCM_16", generated=True)
                tiles.append(Tile(level=role(level), place=place + 1, code=code, sound=sound))
            report(Progress("atlas", (level + 1) / len(order)))
    pictures.atlas(picture, spectra, order)
    if as_json:
        say_json(Atlas(picture=picture, tiles=tuple(tiles)))
    else:
        say(f"Wrote {picture} and {len(tiles)} sounds.")


def _spectra(sounds: "list[Samples]") -> "NDArray[np.float32]":
    """The mean mel spectrum of each of some sounds, in decibels: [sound, band]."""
    import numpy as np
    import torch

    from distill.metrics import mel_bands

    window = 2048
    waves = torch.from_numpy(np.stack([sound.mean(axis=1) for sound in sounds]))
    magnitudes = torch.stft(waves, window, window // 4, window=torch.hann_window(window), return_complex=True).abs()
    return (20 * (mel_bands(window, 80) @ magnitudes).mean(-1).clamp(min=1e-5).log10()).numpy()
