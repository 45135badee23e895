"""The Codes tab: edit, blend and hear grids."""
