"""One verb a file: load, decide, act, record."""
