"""Ranks papers for a list and proposes its tags. Texts and tags only: no papers, rows or sessions.

Importing this package imports neither torch nor scikit-learn: names are fetched when they are first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from classifier.bundle import Bundle
    from classifier.corpus import Corpus, read_corpus
    from classifier.encoder import Encoder, HashEncoder, load_encoder
    from classifier.errors import BundleError, ClassifierError, EncoderError, InputError
    from classifier.storage import load_bundle, read_manifest
    from classifier.texts import text_hash, text_of
    from classifier.training import train, training_hash
    from classifier.types import (
        Constraint,
        Cue,
        Document,
        Evidence,
        Example,
        Facet,
        Neighbour,
        Sentence,
        Suggestion,
        Tag,
        Taxonomy,
    )

_HOMES = {
    "bundle": ("Bundle",),
    "corpus": ("Corpus", "read_corpus"),
    "encoder": ("Encoder", "HashEncoder", "load_encoder"),
    "errors": ("BundleError", "ClassifierError", "EncoderError", "InputError"),
    "storage": ("load_bundle", "read_manifest"),
    "texts": ("text_hash", "text_of"),
    "training": ("train", "training_hash"),
    "types": (
        "Constraint",
        "Cue",
        "Document",
        "Evidence",
        "Example",
        "Facet",
        "Neighbour",
        "Sentence",
        "Suggestion",
        "Tag",
        "Taxonomy",
    ),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Bundle",
    "BundleError",
    "ClassifierError",
    "Constraint",
    "Corpus",
    "Cue",
    "Document",
    "Encoder",
    "EncoderError",
    "Evidence",
    "Example",
    "Facet",
    "HashEncoder",
    "InputError",
    "Neighbour",
    "Sentence",
    "Suggestion",
    "Tag",
    "Taxonomy",
    "load_bundle",
    "load_encoder",
    "read_corpus",
    "read_manifest",
    "text_hash",
    "text_of",
    "train",
    "training_hash",
]


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'classifier' has no attribute {name!r}")
    return getattr(import_module(f"classifier.{_HOME_OF[name]}"), name)
