"""What lists say, as the database keeps it: the same text is read into a value once."""

from functools import lru_cache
from hashlib import sha256

from pydantic_core import from_json

from service.domain.lists import ListSpec, spec_from_mapping


@lru_cache(maxsize=256)
def read_spec(text: str, changed: str) -> tuple[ListSpec, str]:
    """Return what a list says, and a mark that is another one as soon as it says something else."""
    spec = spec_from_mapping({**from_json(text), **from_json(changed)})
    return spec, sha256(f"{text}\n{changed}".encode()).hexdigest()
