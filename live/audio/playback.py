"""What plays an environment to a person: sound is written to the card, which takes its time."""

from distill.audio import Samples
from live.audio import devices


class Playback:
    """The default sound card, opened with the first sound.

    Raises:
        DeviceError: there is none, or it cannot be played.
    """

    def __init__(self, sample_rate: int) -> None:
        self._sample_rate = sample_rate
        self._stream = None

    def __reduce__(self) -> tuple[type["Playback"], tuple[int]]:
        """Pickled without the card, which each process opens for itself."""
        return Playback, (self._sample_rate,)

    def play(self, samples: Samples) -> None:
        """Play samples [time, channel]; returns when they have found their place in the card's buffer."""
        if self._stream is None:
            self._stream, card = devices.open_stream(None, self._sample_rate)
            self._converter = devices.FormatConverter(self._sample_rate, card.sample_rate, card.channels)
            self._stream.start()
        self._stream.write(self._converter.convert(samples))

    def close(self) -> None:
        """Let what was written sound to its end."""
        if self._stream is not None:
            self._stream.stop()
            self._stream.close()
            self._stream = None
