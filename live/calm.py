"""When to try again what was too much before: after a while in which all was well, longer each time it is too soon."""


class Calm:
    """Frames in which all was well, against the ``usual`` number of them to wait for, or up to ``most``."""

    def __init__(self, usual: int, most: int) -> None:
        self.frames = 0
        """Since something changed."""
        self._usual = usual
        self._most = most
        self._wanted = usual
        self._trying = False

    def lasts(self) -> bool:
        """One more frame in which all was well; whether there were enough."""
        self.frames += 1
        return self.frames >= self._wanted

    def tries(self) -> None:
        """What was too much before is tried again."""
        self.frames, self._trying = 0, True

    def succeeded(self) -> None:
        """Nothing is left to try."""
        self._wanted, self._trying = self._usual, False

    def ends(self) -> None:
        """It is too much. If it was just tried again, the next time has to wait twice as long."""
        if self._trying:
            self._wanted = min(2 * self._wanted, self._most)
        self.frames, self._trying = 0, False
