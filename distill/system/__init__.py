"""The machine: memory, child processes, and packages that may be missing."""
