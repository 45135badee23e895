"""How much sound is rendered ahead: more when the machine stalls, less again once it has been calm."""

from live.calm import Calm

CALM_FRAMES = 3000
"""How long all must be well before less is rendered ahead."""
MOST_CALM_FRAMES = 96_000


class Depth:
    """``samples`` rendered ahead, from ``usual`` to ``longest``, in steps of ``step``."""

    def __init__(self, usual: int, step: int, longest: int) -> None:
        self.samples = usual
        self._usual = usual
        self._step = step
        self._longest = longest
        self._calm = Calm(CALM_FRAMES, MOST_CALM_FRAMES)

    def deepen(self) -> None:
        """The machine stalled for so long that a gap was near."""
        self._calm.ends()
        self.samples = min(self.samples + self._step, self._longest)

    def stay(self) -> None:
        """One more frame was ready in time."""
        if not self._calm.lasts():
            return
        if self.samples == self._usual:
            self._calm.succeeded()
            return
        self._calm.tries()
        self.samples = max(self.samples - self._step, self._usual)
