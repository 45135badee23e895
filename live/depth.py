"""How much sound is rendered ahead: more when the machine stalls, less again once it has been calm."""

CALM_FRAMES = 3000
"""How long all must be well before less is rendered ahead."""
MOST_CALM_FRAMES = 96_000
"""Up to this: it doubles each time that was too soon."""


class Depth:
    """``samples`` rendered ahead, from ``usual`` to ``longest``, in steps of ``step``."""

    def __init__(self, usual: int, step: int, longest: int) -> None:
        self.samples = usual
        self._usual = usual
        self._step = step
        self._longest = longest
        self._since = 0
        self._calm = CALM_FRAMES
        self._trying = False

    def deepen(self) -> None:
        """The machine stalled for so long that a gap was near."""
        if self._trying:
            self._calm = min(2 * self._calm, MOST_CALM_FRAMES)
        self._since, self._trying = 0, False
        self.samples = min(self.samples + self._step, self._longest)

    def stay(self) -> None:
        """One more frame was ready in time."""
        self._since += 1
        if self._since < self._calm:
            return
        self._since, self._trying = 0, self.samples > self._usual
        if not self._trying:
            self._calm = CALM_FRAMES
        self.samples = max(self.samples - self._step, self._usual)
