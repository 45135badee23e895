"""Native code of kernels: compiled once for a processor, kept on disk, loaded and called."""
