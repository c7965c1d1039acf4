"""One verb a file: load, decide, act, record. The caller's session commits."""
