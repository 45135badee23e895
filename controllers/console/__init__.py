"""The console: one page to play, edit, train, generate and keep, served by a process of its own."""
