"""The Generate tab: render sound from a model."""
