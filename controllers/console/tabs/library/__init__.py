"""The Library tab: keep, compare and share models."""
