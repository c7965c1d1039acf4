"""A new entry in the list's own form: which entry is copied, what goes into its parts, what must not stay."""
