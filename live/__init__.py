"""The instrument: its vocabulary, the engine, the performance log, and the hosts that run it."""
