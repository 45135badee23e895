"""Streaming layers: STFT analysis, phase-integrating synthesis, limiter. A whole gives the same as any chunks."""

from abc import abstractmethod

import torch
from torch import Tensor, nn

from distill.hyperparameters import ATTACK, FLOOR, KNEE, NONE, STEADY, STEPS
from distill.model.partials import Bins, frequencies_of, together, track

State = dict[str, Tensor]
"""State of a layer between two chunks: tensors with the batch as first axis, never changed in place."""

CPU = torch.device("cpu")
"""Device of constants, also while a model is built on "meta", which would import for a second first."""


class Streaming(nn.Module):
    """Layer with explicit state. ``layer(x)`` is ``step`` over the whole input, from the initial state.

    ``latency`` is the delay of the output against the input, in samples.
    """

    latency = 0

    @abstractmethod
    def initial_state(self, batch: int) -> State:
        """The state before the first chunk, for ``batch`` streams side by side."""

    @abstractmethod
    def step(self, x: Tensor, state: State) -> tuple[Tensor, State]:
        """Take one chunk [batch, …] of any length; return its output and the state after it."""

    def forward(self, x: Tensor) -> Tensor:
        """Run over the whole input [batch, …], from the initial state."""
        return self.step(x, self.initial_state(x.shape[0]))[0]


def frequencies(window: int, low: int) -> Tensor:
    """Centre frequency of every bin [bin], in cycles per sample, ascending.

    The ``low`` lowest bins of a transform of ``window`` samples are replaced by those of one twice as long, twice as
    many: low partials lie close together, and only a long window resolves them.
    """
    return torch.cat(
        [torch.arange(2 * low, device=CPU) / (2 * window), torch.arange(low, window // 2 + 1, device=CPU) / window]
    )


def overlap_window(window: int, length: int) -> Tensor:
    """Window [time] of ``length`` samples by which frames fade in and out, before it is divided by its sum.

    It is the square of the Hann window of analysis where it is as long, and a Hann window where it is shorter.
    """
    hann = torch.hann_window(length, device=CPU)
    return hann**2 if length == window else hann


class Analysis(Streaming):
    """STFT analysis: samples [batch, channel, time] to features [batch, frame, feature], in nats.

    The first features are log magnitudes at ``frequencies``, bins of the first channel, then of the next, from two
    concentric Hann windows, one twice as long as the other, scaled so that a partial is as loud in both. The last
    ``STEPS`` are attack gains: log amplitudes of the steps of the first hop that the frame sounds for, all channels
    together, relative to what overlap-add would give. They are zero except before an attack, where overlap-add would
    smear the attack forward in time (pre-echo).

    Frame t covers the ``2 * window`` samples that end ``latency`` after the end of hop t. Chunks are whole hops.
    ``synthesis_window`` is that of ``Synthesis``.
    """

    def __init__(self, window: int, hop: int, low: int, channels: int = 1, synthesis_window: int | None = None) -> None:
        super().__init__()
        length = synthesis_window or window
        hops = -(-length // hop)
        # Share of the power of the frame i hops ago in each step of the hop that is decoded now: [i, step].
        overlap = nn.functional.pad(overlap_window(window, length), (0, hops * hop - length))
        power = overlap.view(hops, STEPS, hop // STEPS).sum(-1)
        self.lead = (window - length) // 2
        self.hop = hop
        self.low = low
        self.channels = channels
        self.latency = window // 2
        self.window: Tensor
        self.long_window: Tensor
        self.smear: Tensor
        self.register_buffer("window", torch.hann_window(window, device=CPU), persistent=False)
        # Halved, as a partial is twice as large in a transform of twice the length.
        self.register_buffer("long_window", torch.hann_window(2 * window, device=CPU) / 2, persistent=False)
        self.register_buffer("smear", (power / power.sum(0)).flip(0), persistent=False)

    def initial_state(self, batch: int) -> State:
        """Zeros: ``past`` samples [batch, channel, 2 * window - hop], ``powers`` [batch, frame] of past frames."""
        return {
            "past": self.window.new_zeros(batch, self.channels, len(self.long_window) - self.hop),
            "powers": self.window.new_zeros(batch, len(self.smear) - 1),
        }

    def step(self, x: Tensor, state: State) -> tuple[Tensor, State]:
        """Map samples [batch, channel, frame * hop] to features."""
        x = torch.cat([state["past"], x], dim=2)
        window = len(self.window)
        frames = x.unfold(2, 2 * window, self.hop)
        middle = frames[..., window // 2 : window // 2 + window]
        low = torch.fft.rfft(frames * self.long_window)[..., : 2 * self.low].abs()
        high = torch.fft.rfft(middle * self.window)[..., self.low :].abs()
        magnitude = torch.cat([low, high], dim=-1)
        power = 2 * magnitude.square().sum(-1).mean(1) / (window * self.window.square().sum())
        powers = torch.cat([state["powers"], power], dim=1)
        smeared = powers.unfold(1, len(self.smear), 1) @ self.smear
        true = middle[..., self.lead : self.lead + self.hop].unflatten(-1, (STEPS, -1)).square().mean(-1).mean(1)
        gain = 0.5 * torch.log((true + FLOOR**2) / (smeared + FLOOR**2))
        log_magnitude = torch.log(magnitude + FLOOR).transpose(1, 2).flatten(2)
        features = torch.cat([log_magnitude, _attack(gain, ATTACK)], dim=-1)
        past = x[..., x.shape[2] - 2 * window + self.hop :]
        return features, {"past": past, "powers": powers[:, power.shape[1] :]}


class Synthesis(Streaming):
    """Synthesis: features [batch, frame, feature] to samples [batch, channel, time], with integrated phases.

    Single pass spectrogram inversion (Beauregard, Harish & Wyse 2015): every spectral peak is a partial whose
    frequency a parabola refines; its phase advances by frequency times hop, and the bins around it are
    locked to it. Phases are kept in turns, as they stand in the middle of the window. All channels have the phases
    of their sum: a stereo image is one of intensity. Attack gains then attenuate what precedes an attack.

    Codes make partials jump by a decibel or two from frame to frame, which sounds rough and no analysed sound does,
    as windows overlap. So near a peak of the last frame small changes of loudness are smoothed, and large ones not.
    Where partials are tracked, a peak that goes on from frame to frame is held, the more the longer: its loudness and
    its frequency follow small changes slowly, and large ones at once.

    Low bins, analysed by the long window, are synthesised by the short one, too, for the sake of latency. For its
    sake, too, a frame may sound for the ``synthesis_window`` samples in its middle only; output begins with the first.

    Gradients pass through the magnitudes, with the phases held fixed.
    """

    def __init__(
        self,
        window: int,
        hop: int,
        low: int,
        channels: int = 1,
        synthesis_window: int | None = None,
        track_partials: bool | None = None,
    ) -> None:
        super().__init__()
        self.track_partials = bool(track_partials)
        length = synthesis_window or window
        self.fft_size = window
        self.lead = (window - length) // 2
        self.hop = hop
        self.low = low
        self.channels = channels
        self.latency = window - self.lead - hop
        hann, long_hann = (
            torch.hann_window(size, device=CPU)[(size - length) // 2 :][:length] for size in (window, 2 * window)
        )
        overlap = overlap_window(window, length)
        centres = frequencies(window, low)
        bins = torch.arange(len(centres), device=CPU)
        own = torch.where(bins < 2 * low, bins, bins - low)
        # The sum of windows hop samples apart has the period hop; divided by it, they add up to one.
        sums = nn.functional.pad(overlap, (0, -length % hop)).view(-1, hop).sum(0)
        sums = sums.repeat(length // hop + 1)[:length]
        self.window: Tensor
        self.long_window: Tensor
        self.bins: Tensor
        self.middles: Tensor
        self.inner: Tensor
        self.one: Tensor
        self.turns: Tensor
        self.spacing: Tensor
        self.signs: Tensor
        self.ramp: Tensor
        # The window of analysis has shaped the frame once, so that it is divided out.
        short = hann if length == window else overlap / hann
        self.register_buffer("window", short / sums, persistent=False)
        # Low bins are windowed by the short window, too, at the amplitude that the long one gave them.
        self.register_buffer("long_window", 2 * overlap / long_hann / sums, persistent=False)
        # int32, as they are read in every frame of every stream.
        self.register_buffer("bins", bins.int(), persistent=False)
        self.register_buffer("middles", (2 * bins - bins[-1]).int(), persistent=False)
        # Bins near an edge count as far from any peak, as an edge is none.
        inner = torch.where((bins > 1) & (bins < len(bins) - 2), bins, -len(bins))
        self.register_buffer("inner", inner.int(), persistent=False)
        self.register_buffer("one", torch.ones((), device=CPU), persistent=False)
        # Phase advance of the centre of each bin in one hop, in turns, and its difference to the next bin.
        self.register_buffer("turns", centres * hop, persistent=False)
        self.register_buffer("spacing", torch.where(bins < 2 * low, hop / 2 / window, hop / window), persistent=False)
        # Turning every other bin half a turn moves phase zero from the window's first sample to its middle.
        self.register_buffer("signs", 1.0 - 2.0 * (own % 2), persistent=False)
        self.register_buffer("ramp", torch.arange(1, hop // STEPS + 1, device=CPU) / (hop // STEPS), persistent=False)

    def initial_state(self, batch: int) -> State:
        """State before the first frame.

        ``phase`` [batch, bin] and ``tail`` [batch, channel, time], the samples to overlap-add, are zero; ``gain`` is
        1; ``partials`` [batch, row, bin] are those of ``distill.kernels.spectrum.synthesis.SynthesisState``.
        """
        partials = self.window.new_full((batch, self.channels + 2 * self.track_partials, len(self.bins)), NONE)
        if self.track_partials:
            partials[:, -1] = 0
        return {
            "partials": partials,
            "phase": self.window.new_zeros(batch, len(self.bins)),
            "tail": self.window.new_zeros(batch, self.channels, len(self.window) - self.hop),
            "gain": self.window.new_ones(batch, 1),
        }

    def step(self, x: Tensor, state: State) -> tuple[Tensor, State]:
        """Map features [batch, frame, feature] to samples [batch, channel, frame * hop]."""
        log_magnitude = x[..., :-STEPS].unflatten(-1, (self.channels, -1)).transpose(1, 2)
        attack = x[..., -STEPS:]
        peaks = self._peaks(together(log_magnitude))
        bins = Bins(self.bins, self.inner, self.turns, self.spacing)
        if self.track_partials:
            log_magnitude, advance, partials = track(bins, log_magnitude, peaks, state["partials"])
        else:
            log_magnitude, partials = self._steady(log_magnitude, peaks, state["partials"])
            advance = frequencies_of(bins, together(log_magnitude))
        phase, last = self._integrate(advance, peaks, state["phase"])
        magnitude = (torch.exp(log_magnitude) - FLOOR).clamp(min=0)
        spectrum = torch.polar(magnitude * self.signs, phase[:, None] * (2 * torch.pi))
        samples = self._overlap_add(self._frames(spectrum), state["tail"])
        end = x.shape[1] * self.hop
        # Decoded gains are never quite zero; half of the least attack tells one from none.
        gains = torch.cat([state["gain"], _attack(attack, ATTACK / 2).exp().flatten(1)], dim=1)
        curve = torch.lerp(gains[:, :-1, None], gains[:, 1:, None], self.ramp).flatten(1)
        after = {"partials": partials, "phase": last, "tail": samples[..., end:], "gain": gains[:, -1:]}
        return samples[..., :end] * curve[:, None], after

    def _frames(self, spectrum: Tensor) -> Tensor:
        """Windowed samples [batch, channel, frame, time] of spectra [batch, channel, frame, bin]."""
        size, low, lead, length = self.fft_size, self.low, self.lead, len(self.window)
        long = torch.fft.irfft(spectrum[..., : 2 * low], 2 * size)[..., size // 2 + lead :][..., :length]
        short = torch.fft.irfft(nn.functional.pad(spectrum[..., 2 * low :], (low, 0)), size)[..., lead:][..., :length]
        return long * self.long_window + short * self.window

    def _peaks(self, x: Tensor) -> Tensor:
        """Index of the spectral peak nearest to each bin of log magnitudes, both [batch, frame, bin]."""
        left, middle, right = x[..., :-2], x[..., 1:-1], x[..., 2:]
        # The two edge bins count as peaks, so that every bin has a peak on either side.
        peak = nn.functional.pad((middle > left) & (middle >= right), (1, 1), value=True)
        before = (peak * self.bins).cummax(-1).values
        # Counted from the last bin down, as ``before`` is from the first one up.
        after = (peak.flip(-1) * self.bins).cummax(-1).values.flip(-1)
        return torch.where(self.middles < before - after, before, len(self.bins) - 1 - after)

    def _steady(self, x: Tensor, peaks: Tensor, partials: Tensor) -> tuple[Tensor, Tensor]:
        """Log magnitudes [batch, channel, frame, bin], smoothed over time near peaks, and the last ``partials``.

        A change d falls short by d / (1 + (d / STEADY)²).
        """
        near = ((peaks - self.inner).abs() <= 1)[:, None]
        frames: list[Tensor] = []
        for now, nearby in zip(x.unbind(2), near.unbind(2), strict=True):
            change = partials - now
            steady = torch.addcdiv(now, change, torch.addcmul(self.one, change, change, value=1 / STEADY**2))
            partials = torch.where(nearby, steady, NONE).detach()
            frames.append(steady)
        return torch.stack(frames, dim=2), partials

    def _integrate(self, advance: Tensor, peaks: Tensor, phase: Tensor) -> tuple[Tensor, Tensor]:
        """Integrate phases [batch, frame, bin], in turns; return those after the last frame [batch, bin], too."""
        nearest = peaks.long()
        advance = advance.gather(-1, nearest)
        phases: list[Tensor] = []
        for frame in range(nearest.shape[1]):
            phase = (phase.gather(-1, nearest[:, frame]) + advance[:, frame]).frac()
            phases.append(phase)
        return torch.stack(phases, dim=1), phase

    def _overlap_add(self, frames: Tensor, tail: Tensor) -> Tensor:
        """Overlap-add ``frames`` [batch, channel, frame, time], ``hop`` apart, on ``tail`` [batch, channel, time]."""
        batch, channels, count, window = frames.shape
        if count == 1:
            summed = frames[:, :, 0]
        else:
            length = (count - 1) * self.hop + window
            columns = frames.flatten(0, 1).transpose(1, 2)
            summed = nn.functional.fold(columns, (1, length), (1, window), stride=(1, self.hop))
            summed = summed.view(batch, channels, length)
        summed[..., : tail.shape[2]].add_(tail)
        return summed


def _attack(gain: Tensor, least: float) -> Tensor:
    """Log gains that are below ``-least``; zero elsewhere."""
    return torch.where(gain < -least, gain, 0)


def limit(samples: Tensor) -> Tensor:
    """Soft limiter of samples, of any axes: tanh compresses amplitudes above ``KNEE`` towards 1, others are exact."""
    loudness = samples.abs()
    if not (loudness > KNEE).any():
        return samples
    over = (loudness - KNEE).clamp(min=0)
    return samples.clamp(-KNEE, KNEE) + samples.sign() * (1 - KNEE) * torch.tanh(over / (1 - KNEE))
