"""Which papers a list wants, and which of its tags they get. Texts and tags only."""
