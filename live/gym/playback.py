"""Blocking playback on the default audio device, for ``render_mode="human"`` of the environment."""

from distill.audio import Samples
from live.audio import devices
from live.audio.format_converter import FormatConverter


class Playback:
    """Blocking playback on the default audio device, which is opened at the first sound.

    Raises:
        DeviceError: by ``play``: there is no device, or it cannot be opened.
    """

    def __init__(self, sample_rate: int) -> None:
        self._sample_rate = sample_rate
        self._stream = None

    def __reduce__(self) -> tuple[type["Playback"], tuple[int]]:
        """Pickle without the stream, which each process opens for itself."""
        return Playback, (self._sample_rate,)

    def play(self, samples: Samples) -> None:
        """Play samples [time, channel], float32; returns once they are in the device's buffer."""
        if self._stream is None:
            self._stream, card = devices.open_stream(None, self._sample_rate)
            self._converter = FormatConverter(self._sample_rate, card.sample_rate, card.channels)
            self._stream.start()
        self._stream.write(self._converter.convert(samples))

    def close(self) -> None:
        """Play the buffer to its end, and close the device."""
        if self._stream is not None:
            self._stream.stop()
            self._stream.close()
            self._stream = None
