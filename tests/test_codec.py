"""The trained codec as it is played: in frames or whole, by any backend, under any mask."""

import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from distill.audio import Samples
from distill.bundle import Model
from distill.model.scripted import scripted

FRAMES = 60


def codes_of(model: Model, sounds: dict[str, Samples], name: str) -> torch.Tensor:
    return model.codec.encode(torch.from_numpy(sounds[name]).T[None])[..., :FRAMES]


@torch.inference_mode()
def test_every_backend_plays_frame_by_frame_what_is_decoded_at_once(model: Model, sounds: dict[str, Samples]) -> None:
    codes = codes_of(model, sounds, "pluck-3.wav")
    weights = torch.rand(codes.shape, generator=torch.Generator().manual_seed(0))
    whole = model.codec.decode(codes, weights)
    assert whole.abs().max() > 0.05
    for step in (model.codec.step, scripted(model.codec)):
        state = model.codec.initial_state()
        played: list[torch.Tensor] = []
        for frame in range(FRAMES):
            samples, state = step(codes[..., frame, None], weights[..., frame, None], state)
            played.append(samples)
        assert (torch.cat(played, dim=2) - whole).abs().max() < 1e-5


@settings(deadline=None, max_examples=25)
@given(data=st.data(), name=st.sampled_from(["pluck-3.wav", "bell-1.wav", "drum-1.wav", "breath-3.wav"]))
@torch.inference_mode()
def test_any_mask_and_gain_is_sane(model: Model, sounds: dict[str, Samples], data: st.DataObject, name: str) -> None:
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
def test_a_closed_codec_is_silent(model: Model, sounds: dict[str, Samples]) -> None:
    codes = codes_of(model, sounds, "pluck-3.wav")
    assert model.codec.decode(codes, torch.zeros(codes.shape)).abs().max() < 1e-6
