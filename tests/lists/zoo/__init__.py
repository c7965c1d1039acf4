"""Made-up lists: one for each way of writing an entry that maintainers are known to have."""
