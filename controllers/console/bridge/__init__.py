"""Messages between the engine's process and the page's, and the page's copy of the engine's state."""
