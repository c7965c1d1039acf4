"""Awesome-list text in, awesome-list text out: bytes that people wrote, entries laid over them as spans."""
