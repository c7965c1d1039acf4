"""Values and rules. Standard library only; the present moment is always an argument."""
