"""The Codes tab: edit, blend and play grids."""
