"""Playing: codec and prior as compiled functions of numpy arrays, which hold no interpreter lock. No torch."""
