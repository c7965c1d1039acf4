"""The lists that the service knows from the start: one YAML file each, and how they are read."""

from service.catalog.loader import built_in_catalog, load_catalog, load_spec

__all__ = ["built_in_catalog", "load_catalog", "load_spec"]
