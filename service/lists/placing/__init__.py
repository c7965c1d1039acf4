"""Where a new entry belongs: the file, the section and the line, learned from the order and from the past."""
