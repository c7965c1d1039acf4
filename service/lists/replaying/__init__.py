"""A list's past played again, to measure how its maintainer would have edited it."""
