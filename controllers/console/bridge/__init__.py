"""Between the engine's process and the page's: what is sent, by whom, and what the page keeps of it."""
