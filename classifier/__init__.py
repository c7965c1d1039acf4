"""Ranks papers for a list and proposes its tags. Texts and tags only: no papers, rows or sessions.

Importing this package imports neither torch nor scikit-learn: names are fetched when they are first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from classifier.bundle import Bundle
    from classifier.comparison import Comparison, Difference, compare
    from classifier.corpus import Corpus, read_corpus
    from classifier.encoder import Encoder, HashEncoder, load_encoder
    from classifier.errors import BundleError, ClassifierError, EncoderError, InputError
    from classifier.outcomes import Outcome, TagReport, report_tags
    from classifier.queue_order import QueueOrder, Waiting, audit_sample, mix_queue, order_queue
    from classifier.rankers import baseline_learners, fit_past, model_learner, reader_of
    from classifier.ranking import score_corpus
    from classifier.relearning import Relearned, relearn
    from classifier.storage import load_bundle, read_manifest
    from classifier.stream_rank import (
        Learner,
        ProbabilityReport,
        StreamReport,
        background_of,
        rank_stream,
        report_probabilities,
        report_stream,
        split_wanted,
    )
    from classifier.stream_walk import DayReport, walk_days
    from classifier.tag_walk import split_tags, walk_tags
    from classifier.taggers import baseline_taggers, heads_tagger
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
    "comparison": ("Comparison", "Difference", "compare"),
    "corpus": ("Corpus", "read_corpus"),
    "encoder": ("Encoder", "HashEncoder", "load_encoder"),
    "errors": ("BundleError", "ClassifierError", "EncoderError", "InputError"),
    "outcomes": ("Outcome", "TagReport", "report_tags"),
    "queue_order": ("QueueOrder", "Waiting", "audit_sample", "mix_queue", "order_queue"),
    "rankers": ("baseline_learners", "fit_past", "model_learner", "reader_of"),
    "ranking": ("score_corpus",),
    "relearning": ("Relearned", "relearn"),
    "storage": ("load_bundle", "read_manifest"),
    "stream_rank": (
        "Learner",
        "ProbabilityReport",
        "StreamReport",
        "background_of",
        "rank_stream",
        "report_probabilities",
        "report_stream",
        "split_wanted",
    ),
    "stream_walk": ("DayReport", "walk_days"),
    "tag_walk": ("split_tags", "walk_tags"),
    "taggers": ("baseline_taggers", "heads_tagger"),
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
    "Comparison",
    "Constraint",
    "Corpus",
    "Cue",
    "DayReport",
    "Difference",
    "Document",
    "Encoder",
    "EncoderError",
    "Evidence",
    "Example",
    "Facet",
    "HashEncoder",
    "InputError",
    "Learner",
    "Neighbour",
    "Outcome",
    "ProbabilityReport",
    "QueueOrder",
    "Relearned",
    "Sentence",
    "StreamReport",
    "Suggestion",
    "Tag",
    "TagReport",
    "Taxonomy",
    "Waiting",
    "audit_sample",
    "background_of",
    "baseline_learners",
    "baseline_taggers",
    "compare",
    "fit_past",
    "heads_tagger",
    "load_bundle",
    "load_encoder",
    "mix_queue",
    "model_learner",
    "order_queue",
    "rank_stream",
    "read_corpus",
    "read_manifest",
    "reader_of",
    "relearn",
    "report_probabilities",
    "report_stream",
    "report_tags",
    "score_corpus",
    "split_tags",
    "split_wanted",
    "text_hash",
    "text_of",
    "train",
    "training_hash",
    "walk_days",
    "walk_tags",
]


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'classifier' has no attribute {name!r}")
    return getattr(import_module(f"classifier.{_HOME_OF[name]}"), name)
