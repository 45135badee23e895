"""One performance: journal, snapshots, recordings, second deck, telemetry, and rendering again."""
