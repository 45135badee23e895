"""Sound cards: the host that renders ahead, and the processes that play and listen."""
