"""A list file read without loss: lines, sections, blocks, and what the text of each entry says."""
