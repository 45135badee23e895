"""Engine: events to samples, one frame at a time; without clocks, threads or devices."""
