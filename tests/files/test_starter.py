"""The model that comes with Distill: small, and played where no other is named."""

from distill import bundle


def test_the_starter_is_small_and_was_trained_on_the_built_in_sounds() -> None:
    assert bundle.STARTER.stat().st_size <= 8 * 2**20
    card = bundle.load(bundle.STARTER).card
    assert card.corpus.files == 23
    assert all(level.used > 0.6 for level in card.health)
