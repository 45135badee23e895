"""The model: a codec (sound to a grid of codes and back) and a prior (a grid continued)."""
