"""Audio devices: the realtime host, and the processes that play and record."""
