"""Edits that announce each line they add or change, and the guard that holds them to it."""
