"""Values to feed bytes."""
