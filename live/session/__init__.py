"""A performance: its journal, snapshots, recordings, models, telemetry, and its rendering."""
