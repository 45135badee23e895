"""The Play tab: the controls and the grid of what is playing."""
