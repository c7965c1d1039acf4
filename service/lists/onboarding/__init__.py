"""A stranger's list described well enough to be kept: facets, tags, and the query that finds its papers."""
