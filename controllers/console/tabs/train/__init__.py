"""The Train tab: from recordings to a model."""
