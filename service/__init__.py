"""Listkeeper: crawls arXiv, proposes papers and tags to curated lists, publishes what people confirm."""

__version__ = "0.1.0"
