"""The grid of codes, its files, and the similarity of codes."""
