"""The engine: one frame at a time, from events to samples; no clock, thread or device."""
