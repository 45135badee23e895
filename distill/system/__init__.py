"""The machine: threads of torch, child processes, and packages that may be missing."""
