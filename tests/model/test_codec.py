"""The trained codec as it is played: in frames or whole, by any backend, under any mask."""

import soxr
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from distill import metrics
from distill.audio import Samples
from distill.bundle import Bundle
from distill.model.torchscript import scripted_decode_step

FRAMES = 60


def codes_of(model: Bundle, sounds: dict[str, Samples], name: str) -> torch.Tensor:
    return model.codec.encode(torch.from_numpy(sounds[name]).T[None])[..., :FRAMES]


@torch.inference_mode()
def test_every_backend_plays_frame_by_frame_what_is_decoded_at_once(model: Bundle, sounds: dict[str, Samples]) -> None:
    codes = codes_of(model, sounds, "pluck-3.wav")
    weights = torch.rand(codes.shape, generator=torch.Generator().manual_seed(0))
    whole = model.codec.decode(codes, weights)
    assert whole.abs().max() > 0.05
    for step in (model.codec.decode_step, scripted_decode_step(model.codec)):
        state = model.codec.initial_state()
        played: list[torch.Tensor] = []
        for frame in range(FRAMES):
            samples, state = step(codes[..., frame, None], weights[..., frame, None], state)
            played.append(samples)
        assert (torch.cat(played, dim=2) - whole).abs().max() < 1e-5


@settings(deadline=None, max_examples=25)
@given(data=st.data(), name=st.sampled_from(["pluck-3.wav", "bell-1.wav", "drum-1.wav", "breath-3.wav"]))
@torch.inference_mode()
def test_any_mask_and_gain_is_sane(model: Bundle, sounds: dict[str, Samples], data: st.DataObject, name: str) -> None:
    levels = model.codec.config.levels
    closed = st.just(0.0)
    gains = data.draw(st.lists(closed | st.floats(0.25, 1), min_size=levels, max_size=levels).filter(any))
    codes = codes_of(model, sounds, name)
    weights = torch.tensor(gains)[None, :, None].expand(codes.shape)
    loud = model.codec.decode(codes).square().mean().sqrt()
    masked = model.codec.decode(codes, weights)
    assert masked.isfinite().all()
    assert 1e-5 < masked.square().mean().sqrt() < max(0.3, 4 * loud)


@torch.inference_mode()
def test_a_closed_codec_is_silent(model: Bundle, sounds: dict[str, Samples]) -> None:
    codes = codes_of(model, sounds, "pluck-3.wav")
    assert model.codec.decode(codes, torch.zeros(codes.shape)).abs().max() < 1e-6


@torch.inference_mode()
def test_what_nobody_recorded_is_encoded_as_what_is_heard_nearest(model: Bundle, sounds: dict[str, Samples]) -> None:
    codec = model.codec
    for name in ("pluck-3.wav", "bell-1.wav", "breath-3.wav"):
        faster = torch.from_numpy(soxr.resample(sounds[name], 1.09, 1.0)).T
        searched, nearest = (codec.decode(codec.encode(faster[None], candidates)) for candidates in (8, 1))
        ends = [sound[0, 0, codec.latency :][: faster.shape[1]].numpy() for sound in (searched, nearest)]
        distances = [metrics.stft_distance(faster[0].numpy(), end) for end in ends]
        assert distances[0] < distances[1]


@settings(deadline=None, max_examples=10)
@given(data=st.data())
@torch.inference_mode()
def test_what_comes_in_hop_by_hop_becomes_the_codes_of_the_whole(
    model: Bundle, sounds: dict[str, Samples], data: st.DataObject
) -> None:
    codec, hop = model.codec, model.codec.config.hop
    samples = torch.from_numpy(sounds["pluck-3.wav"]).T[None, :, : FRAMES * hop]
    hops = data.draw(st.lists(st.integers(1, 20), min_size=1).filter(lambda hops: sum(hops) <= FRAMES))
    state, codes = codec.initial_encoder_state(), []
    for chunk in samples[..., : sum(hops) * hop].split([n * hop for n in hops], dim=2):
        own, state = codec.encode_step(chunk, state)
        codes.append(own)
    assert torch.equal(torch.cat(codes, dim=2), codec.encode(samples)[..., : sum(hops)])
